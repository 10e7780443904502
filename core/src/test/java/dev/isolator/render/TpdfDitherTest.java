package dev.isolator.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TpdfDitherTest {
  private static final int FRAMES = 1 << 20;

  @Test
  void noiseIsTriangularFromMinusOneToOneStep() {
    var dither = new TpdfDither(0, 0, 0, 0);
    var histogram = new int[20];
    double sum = 0;
    double squares = 0;
    double neighbours = 0;
    double before = 0;
    for (int n = 0; n < FRAMES; n++) {
      double x = dither.at(n);
      assertTrue(x > -1 && x < 1);
      histogram[(int) Math.floor((x + 1) * 10)]++;
      sum += x;
      squares += x * x;
      neighbours += x * before;
      before = x;
    }
    // A mean of a million has a standard error of 0.0004, a tenth of the histogram one of 0.1 %.
    assertEquals(0, sum / FRAMES, 0.002);
    assertEquals(1 / 6.0, squares / FRAMES, 0.001);
    assertEquals(0, neighbours / FRAMES, 0.001);
    for (int i = 0; i < 10; i++) {
      double expected = (2 * i + 1) / 200.0;
      assertEquals(expected, histogram[i] / (double) FRAMES, 0.001);
      assertEquals(expected, histogram[19 - i] / (double) FRAMES, 0.001);
    }
  }

  /// What dither is for: error of mean 0 and power of a quarter step², whatever the sound is.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.25, 0.5, 0.77})
  void roundingErrorDoesNotDependOnTheSound(double steps) {
    var dither = new TpdfDither(1, 2, 3, 0);
    double sum = 0;
    double squares = 0;
    for (int n = 0; n < FRAMES; n++) {
      double error = Math.rint(steps + dither.at(n)) - steps;
      sum += error;
      squares += error * error;
    }
    assertEquals(0, sum / FRAMES, 0.002);
    assertEquals(0.25, squares / FRAMES, 0.002);
  }

  @Test
  void stemsChannelsPassesAndSeedsHaveNoisesOfTheirOwn() {
    var one = new TpdfDither(1, 0, 0, 0);
    for (var other :
        new TpdfDither[] {
          new TpdfDither(1, 1, 0, 0),
          new TpdfDither(1, 0, 1, 0),
          new TpdfDither(1, 0, 0, 1),
          new TpdfDither(2, 0, 0, 0)
        }) {
      double product = 0;
      for (int n = 0; n < FRAMES; n++) {
        product += one.at(n) * other.at(n);
      }
      assertEquals(0, product / FRAMES, 0.001);
    }
    assertEquals(one.at(12_345), new TpdfDither(1, 0, 0, 0).at(12_345));
  }
}
