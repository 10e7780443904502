package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundTracksTest {
  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void oneTrack() throws AudioException {
    file = folder.resolve("one.wav");
    var format = new OutputFormat(OutputFormat.Container.WAV, SampleDepth.S16, 0);
    try (var encoder =
        Encoder.create(file, "one.wav", format, 8000, ChannelLayout.MONO, Tags.NONE)) {
      encoder.write(new float[][] {{0.5f, 0.25f}}, 2);
      encoder.finish();
    }
  }

  @Test
  void theFirstTrackIsNumberZero() throws AudioException {
    try (var song = Decoder.open(file, 0, DecodeLimits.defaults())) {
      var block = new float[1][3];
      assertEquals(2, song.read(block, 3));
      assertEquals(0.5f, block[0][0]);
    }
  }

  @Test
  void aTrackThatIsNotThereIsRefused() {
    var e =
        assertThrows(AudioException.class, () -> Decoder.open(file, 4, DecodeLimits.defaults()));
    assertEquals(
        file + ": has 1 sound track, expected at least 5; give a file with all of them",
        e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> Decoder.open(file, -1, DecodeLimits.defaults()));
  }
}
