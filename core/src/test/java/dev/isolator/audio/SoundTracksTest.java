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
    try (var song = Decoder.open(file, new SoundTrack.Numbered(1), DecodeLimits.defaults())) {
      var block = new float[1][3];
      assertEquals(2, song.read(block, 3));
      assertEquals(0.5f, block[0][0]);
    }
  }

  @Test
  void aTrackThatIsNotThereIsRefused() {
    var e =
        assertThrows(
            AudioException.class,
            () -> Decoder.open(file, new SoundTrack.Numbered(5), DecodeLimits.defaults()));
    assertEquals(
        file + ": has 1 sound track, expected at least 5; give a file with all of them",
        e.getMessage());
    var none = assertThrows(IllegalArgumentException.class, () -> new SoundTrack.Numbered(0));
    assertEquals("number must be at least 1, was 0", none.getMessage());
  }

  @Test
  void whatPeopleWriteIsANumberOrALanguage() {
    assertEquals(SoundTrack.DEFAULT, SoundTrack.of(""));
    assertEquals(new SoundTrack.Numbered(2), SoundTrack.of("2"));
    assertEquals(new SoundTrack.InLanguage("eng"), SoundTrack.of("eng"));
    assertEquals(new SoundTrack.InLanguage("0"), SoundTrack.of("0"));
  }
}
