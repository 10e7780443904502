package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderTest {
  @TempDir Path folder;

  @Test
  void missingFileIsRefused() {
    var file = folder.resolve("song.mp3");

    var e = assertThrows(AudioException.class, () -> Decoder.open(file));

    assertEquals(AudioException.Kind.UNREADABLE, e.kind());
    assertEquals(file + ": no such file, expected a sound file; check the name", e.getMessage());
  }
}
