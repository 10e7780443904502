package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavWriterTest {
  @TempDir Path folder;

  /// Byte for byte from the RIFF and WAVE specifications.
  @Test
  void plainFileIsAsTheStandardSays() throws Exception {
    var file = folder.resolve("a.wav");
    write(file, SampleDepth.S16, 1, new float[][] {{0, 0.5f, -1}}, WavWriter.RIFF_LIMIT);

    var expected = ByteBuffer.allocate(86).order(ByteOrder.LITTLE_ENDIAN);
    text(expected, "RIFF").putInt(78);
    text(expected, "WAVE");
    text(expected, "JUNK").putInt(28).put(new byte[28]);
    text(expected, "fmt ").putInt(16).putShort((short) 1).putShort((short) 1);
    expected.putInt(8000).putInt(16000).putShort((short) 2).putShort((short) 16);
    text(expected, "data").putInt(6).putShort((short) 0).putShort((short) 16384);
    expected.putShort((short) -32768);
    assertArrayEquals(expected.array(), Files.readAllBytes(file));
  }

  @Test
  void manyChannelsSayWhereTheyAre() throws Exception {
    var file = folder.resolve("a.wav");
    write(file, SampleDepth.S24, 6, new float[6][1], WavWriter.RIFF_LIMIT);

    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(40, bytes.getInt(52), "size of fmt");
    assertEquals((short) 0xFFFE, bytes.getShort(56), "extensible");
    assertEquals(0x3F, bytes.getInt(76), "front, centre, LFE, back");
    assertEquals(1, bytes.getShort(80), "integers");
  }

  @ParameterizedTest(name = "{0}, {1} channels, {2} frames")
  @CsvSource({"S16,2,1000", "S24,1,1001", "S24,1,1000", "F32,2,999", "S16,8,100"})
  void fileThatGrowsPastTheLimitBecomesRf64(SampleDepth depth, int channels, int frames)
      throws Exception {
    var samples = SoundFile.steps(channels, frames, 16);
    var small = folder.resolve("small.wav");
    var large = folder.resolve("large.wav");
    write(small, depth, channels, samples, WavWriter.RIFF_LIMIT);
    write(large, depth, channels, samples, 1000);

    var bytes = ByteBuffer.wrap(Files.readAllBytes(large)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals("RF64", StandardCharsets.US_ASCII.decode(bytes.slice(0, 4)).toString());
    assertEquals(-1, bytes.getInt(4));
    assertEquals("ds64", StandardCharsets.US_ASCII.decode(bytes.slice(12, 4)).toString());
    assertEquals(Files.size(large) - 8, bytes.getLong(20), "RIFF size");
    assertEquals((long) frames * channels * depth.bits() / 8, bytes.getLong(28), "data size");
    assertEquals(frames, bytes.getLong(36), "frames");
    assertEquals(Files.size(small), Files.size(large));
    var back = SoundFile.read(large);
    assertEquals(depth, back.info().depth());
    assertArrayEquals(samples, back.samples());
  }

  @Test
  void lastByteBelowTheLimitIsStillRiff() throws Exception {
    var samples = new float[1][100];
    var file = folder.resolve("a.wav");
    write(file, SampleDepth.S16, 1, samples, WavWriter.RIFF_LIMIT);
    long riffBytes = Files.size(file) - 8;
    write(file, SampleDepth.S16, 1, samples, riffBytes);
    assertEquals('I', Files.readAllBytes(file)[1]);
    write(file, SampleDepth.S16, 1, samples, riffBytes - 1);
    assertEquals('F', Files.readAllBytes(file)[1]);
  }

  /// Another reader than FFmpeg: the JDK's.
  @ParameterizedTest
  @CsvSource({"S16,1", "S16,2", "S24,2", "S16,6"})
  void javaSoundReadsIt(SampleDepth depth, int channels) throws Exception {
    var file = folder.resolve("a.wav");
    write(file, depth, channels, SoundFile.steps(channels, 123, 16), WavWriter.RIFF_LIMIT);

    try (var stream = AudioSystem.getAudioInputStream(file.toFile())) {
      assertEquals(123, stream.getFrameLength());
      assertEquals(channels, stream.getFormat().getChannels());
      assertEquals(depth.bits(), stream.getFormat().getSampleSizeInBits());
      assertEquals(8000, stream.getFormat().getSampleRate());
    }
  }

  @Test
  void tagsAreAnInfoListInUtf8() throws Exception {
    var file = folder.resolve("a.wav");
    var tags = Tags.NONE.with("title", "Ä").with("mood", "wav has no name for it");
    try (var writer =
        new WavWriter(
            FileOutput.create(file, "a.wav"), 8000, ChannelLayout.MONO, SampleDepth.S16, tags)) {
      writer.write(new float[1][1], 1);
      writer.finish();
    }

    var list = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    text(list, "LIST").putInt(16);
    text(list, "INFO");
    text(list, "INAM").putInt(3).put("Ä".getBytes(StandardCharsets.UTF_8)).put(new byte[2]);
    var bytes = Files.readAllBytes(file);
    assertEquals(
        List.of(ByteBuffer.wrap(list.array())), List.of(ByteBuffer.wrap(bytes, 72, 24).slice()));
  }

  private static ByteBuffer text(ByteBuffer to, String fourLetters) {
    return to.put(fourLetters.getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(
      Path file, SampleDepth depth, int channels, float[][] samples, long riffLimit)
      throws AudioException {
    try (var writer =
        new WavWriter(
            FileOutput.create(file, "a.wav"),
            8000,
            ChannelLayout.ofCount(channels),
            depth,
            Tags.NONE,
            riffLimit)) {
      writer.write(samples, samples[0].length);
      writer.finish();
    }
  }
}
