package dev.isolator.learn.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapIntervalTest {
  @Test
  void equalDifferencesHaveNoSpread() {
    assertEquals(
        new BootstrapInterval(0.5, 0.5, 0.5),
        BootstrapInterval.of(new double[] {0.5, 0.5, 0.5}, 1));
    assertEquals(new BootstrapInterval(-2, -2, -2), BootstrapInterval.of(new double[] {-2}, 1));
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    double[] differences = {0.3, -0.1, 0.7, 0.2, 0.4, -0.2};
    assertEquals(BootstrapInterval.of(differences, 3), BootstrapInterval.of(differences, 3));
  }

  /// Of normal samples the median's standard error is 1.2533 σ/√n (Kendall and Stuart).
  @Test
  void theIntervalIsAsWideAsTheMedianIsUncertain() {
    var random = new SplittableRandom(5);
    var differences = new double[401];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = random.nextGaussian();
    }
    var interval = BootstrapInterval.of(differences, 1);
    double expected = 2 * 1.96 * 1.2533 / Math.sqrt(differences.length);
    assertEquals(expected, interval.upper() - interval.lower(), 0.3 * expected);
    assertTrue(interval.lower() < interval.median() && interval.median() < interval.upper());
  }

  @Test
  void noDifferencesAreRefused() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> BootstrapInterval.of(new double[0], 1));
    assertEquals("expected at least 1 difference, found 0", e.getMessage());
  }
}
