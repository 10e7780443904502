package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example of the package page.
class AudioTourTest {

  @Test
  void exampleFindsTheLoudestSample(@TempDir Path folder) throws IOException {
    var file = folder.resolve("song.wav");
    Files.write(file, EncodedSongs.wav(1, 16, 2, 44100, EncodedSongs.s16(1, 2, -16384, 3, 4, 5)));

    float peak = 0;
    try (var song = Decoder.open(file)) {
      var block = new float[song.info().layout().count()][4096];
      for (int n; (n = song.read(block, 4096)) > 0; ) {
        for (var channel : block) {
          for (int i = 0; i < n; i++) {
            peak = Math.max(peak, Math.abs(channel[i]));
          }
        }
      }
    }

    assertEquals(0.5f, peak);
  }
}
