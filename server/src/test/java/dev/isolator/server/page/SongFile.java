package dev.isolator.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
