package dev.isolator.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClippedSamplesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        ClippedSamples.IN_MEMORY,
        ClippedSamples.IN_MEMORY + 1,
        ClippedSamples.IN_MEMORY + 1024,
        2 * ClippedSamples.IN_MEMORY + 7
      })
  void allComeBackInOrder(int count) throws Exception {
    var file = folder.resolve("spill");
    try (var clipped = new ClippedSamples(() -> Files.createFile(file))) {
      for (int i = 0; i < count; i++) {
        clipped.add((1L << 33) + 3L * i, 1 + i);
      }
      assertEquals(count, clipped.count());

      var cursor = clipped.cursor();

      for (int i = 0; i < count; i++) {
        assertEquals((1L << 33) + 3L * i, cursor.position());
        assertEquals(1 + i, cursor.amplitude());
        cursor.next();
      }
      assertEquals(Long.MAX_VALUE, cursor.position());
    }
    assertEquals(count > ClippedSamples.IN_MEMORY, Files.exists(file));
  }

  @Test
  void songThatClipsAllTheWayIsTurnedDownAllTheSame() throws Exception {
    int frames = ClippedSamples.IN_MEMORY + 5000;
    var vocals = new float[frames];
    var music = new float[frames];
    for (int n = 0; n < frames; n++) {
      music[n] = n % 2 == 0 ? 1.25f : -2;
    }

    var result =
        Stems.mono(vocals, music, dev.isolator.audio.SampleDepth.F32)
            .render(folder, RenderOptions.defaults().withDepth(dev.isolator.audio.SampleDepth.S24));

    var written = Stems.read(result.files().get(1).path())[0];
    for (int n = 0; n < frames; n++) {
      assertEquals(music[n] / 2, written[n], 1e-6);
    }
    assertTrue(Files.exists(folder.resolve("song/vocals.wav")));
    try (var files = Files.list(folder.resolve("song"))) {
      assertFalse(files.anyMatch(file -> file.toString().endsWith(".part")));
    }
  }
}
