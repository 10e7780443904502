package dev.isolator.dataset.synth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.effect.StrictDecibels;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MasterBusTest {
  private static float[][] noise(long seed, double peak, int frames) {
    var random = new SplittableRandom(seed);
    var track = new float[2][frames];
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < frames; i++) {
        track[c][i] = (float) (peak * (2 * random.nextDouble() - 1));
      }
    }
    return track;
  }

  @Test
  void allStemsGetTheOneGainSoThatTheyStillAddUp() {
    var one = noise(1, 0.9, 10_007);
    var two = noise(2, 0.9, 10_007);
    float[][] oneBefore = {one[0].clone(), one[1].clone()};
    float[][] twoBefore = {two[0].clone(), two[1].clone()};
    new MasterBus(-12, -0.5).apply(List.of(one, two), 44_100);
    for (int i = 0; i < one[0].length; i++) {
      // the gain that one stem got is the one that the other got, on either side
      assertEquals(
          oneBefore[1][i] * (double) two[0][i], one[1][i] * (double) twoBefore[0][i], 1e-6);
    }
    var sum = new float[2][10_007];
    Level.add(sum, one, 0);
    Level.add(sum, two, 0);
    assertTrue(
        Level.peak(sum) <= StrictDecibels.gain(-0.5) * 1.001, () -> "peak " + Level.peak(sum));
  }

  @Test
  void whatIsBelowTheThresholdPasses() {
    var quiet = noise(3, 0.1, 5000);
    float[] before = quiet[0].clone();
    new MasterBus(-12, -0.5).apply(List.<float[][]>of(quiet), 44_100);
    assertArrayEquals(before, quiet[0], 1e-7f);
  }
}
