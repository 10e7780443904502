package dev.isolator.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/// The song of the tests: an excerpt of a CC0 song that core has, some times over.
final class SongFile {
  static final Path EXCERPT =
      Path.of("../core/src/test/resources/golden/separate/stereo-44100/mixture.wav");

  private SongFile() {}

  /// Writes it to `folder/name`; it is 4.5 s long for each time.
  static Path write(Path folder, String name, int times) throws IOException {
    var excerpt = samples(EXCERPT);
    assertEquals(24, excerpt.format().getSampleSizeInBits());
    var song = new byte[excerpt.bytes().length * times];
    for (var i = 0; i < times; i++) {
      System.arraycopy(
          excerpt.bytes(), 0, song, i * excerpt.bytes().length, excerpt.bytes().length);
    }
    var file = folder.resolve(name);
    var frames = song.length / excerpt.format().getFrameSize();
    try (var stream =
        new AudioInputStream(new ByteArrayInputStream(song), excerpt.format(), frames)) {
      AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
    }
    return file;
  }

  /// The same with 16 bits.
  static Path write16(Path folder, String name, int times) throws IOException {
    var excerpt = samples(EXCERPT);
    var frames = times * excerpt.frames();
    var song = new byte[4 * frames];
    for (var i = 0; i < 2 * frames; i++) {
      var sample = excerpt.at(i % (2 * excerpt.frames())) >> 8;
      song[2 * i] = (byte) sample;
      song[2 * i + 1] = (byte) (sample >> 8);
    }
    var format = new AudioFormat(excerpt.format().getSampleRate(), 16, 2, true, false);
    var file = folder.resolve(name);
    try (var stream = new AudioInputStream(new ByteArrayInputStream(song), format, frames)) {
      AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
    }
    return file;
  }

  /// Drums and a chord of C minor at a tempo, 16 bit, stereo, 44.1 kHz.
  static Path writeDrums(Path folder, String name, double bpm, int seconds) throws IOException {
    final var rate = 44_100;
    var song = new double[rate * seconds];
    var random = new SplittableRandom(3);
    for (var i = 0; i < song.length; i++) {
      for (var hz : new double[] {130.81, 155.56, 196.0}) {
        song[i] += 0.05 * Math.sin(2 * Math.PI * hz * i / rate);
      }
    }
    for (var beat = 0; beat * 60 / bpm < seconds - 0.3; beat++) {
      var from = (int) Math.round(beat * 60 * rate / bpm) + rate / 4;
      for (var i = 0; i < rate / 5 && from + i < song.length; i++) {
        var t = (double) i / rate;
        song[from + i] +=
            beat % 2 == 0
                ? 0.6 * Math.exp(-t / 0.08) * Math.sin(2 * Math.PI * 55 * t)
                : 0.3 * Math.exp(-t / 0.04) * (2 * random.nextDouble() - 1);
      }
    }
    var bytes = ByteBuffer.allocate(4 * song.length).order(ByteOrder.LITTLE_ENDIAN);
    for (var sample : song) {
      var step = (short) Math.round(32_767 * Math.clamp(sample, -1, 1));
      bytes.putShort(step).putShort(step);
    }
    var format = new AudioFormat(rate, 16, 2, true, false);
    var file = folder.resolve(name);
    var in = new ByteArrayInputStream(bytes.array());
    try (var stream = new AudioInputStream(in, format, song.length)) {
      AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
    }
    return file;
  }

  /// The samples of a file of 32-bit floats, interleaved.
  static float[] floats(Path wav) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
    var header = new String(bytes.array(), 0, 200, StandardCharsets.ISO_8859_1);
    var start = header.indexOf("data") + 8;
    assertEquals(3, bytes.getShort(header.indexOf("fmt ") + 8), "floats");
    var samples = new float[(bytes.limit() - start) / 4];
    bytes.position(start).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
    return samples;
  }

  /// A file's samples as they lie in it.
  static Samples samples(Path wav) throws IOException {
    try (var stream = AudioSystem.getAudioInputStream(wav.toFile())) {
      return new Samples(stream.getFormat(), stream.readAllBytes());
    } catch (UnsupportedAudioFileException e) {
      throw new IOException(wav + " with " + Files.size(wav) + " bytes", e);
    }
  }

  /// @param bytes little-endian, interleaved
  @SuppressWarnings("ArrayRecordComponent") // a bag for the tests, never compared
  record Samples(AudioFormat format, byte[] bytes) {
    int frames() {
      return bytes.length / format.getFrameSize();
    }

    /// A 24-bit sample.
    int at(int index) {
      var i = 3 * index;
      return (bytes[i + 2] << 16) | ((bytes[i + 1] & 0xff) << 8) | (bytes[i] & 0xff);
    }
  }
}
