package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.render.RenderOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StemRecorderTest {
  private static final int RATE = 16_000;
  private static final int BLOCK = 1000;

  @TempDir Path folder = Path.of("replaced by JUnit");

  private static float[][][] stems(float value) {
    var stems = new float[2][1][BLOCK];
    Arrays.fill(stems[0][0], value);
    return stems;
  }

  /// However much faster the sound is than the disk: what is lost is silence in its place, and is
  /// counted; the files are as long as the sound.
  @Test
  void whatDoesNotFitIsSilenceInItsPlace() throws Exception {
    int blocks = 1000; // 62 s at once, where the ring holds 8
    long lost;
    try (var recorder =
        new StemRecorder(
            folder,
            "take",
            List.of("vocals", "music"),
            RATE,
            1,
            300,
            BLOCK,
            RenderOptions.defaults())) {
      for (int block = 0; block < blocks; block++) {
        var stems = stems(1 + block);
        recorder.record(stems, stems[0], BLOCK);
      }
      lost = recorder.lostFrames();
      recorder.finish();
    }
    float[] vocals = LiveFiles.read(folder.resolve("take/vocals.wav"))[0];
    assertEquals((long) blocks * BLOCK - 300, vocals.length);
    long silent = 0;
    for (int i = 0; i < vocals.length; i++) {
      int block = (i + 300) / BLOCK;
      assertTrue(vocals[i] == 0 || vocals[i] == 1 + block, "frame " + i + ": " + vocals[i]);
      silent += vocals[i] == 0 ? 1 : 0;
    }
    assertEquals(lost, silent);
    assertTrue(lost > 0, "the disk was slower");
  }
}
