package dev.isolator.learn.gate;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The median of paired differences, and how far it can be trusted: the interval between the 2.5th
/// and the 97.5th percentile of the medians of resampled differences.
///
/// Source: Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, section 13.3, the
/// percentile interval. Songs are drawn, not frames: it says what other songs of this kind would
/// give.
///
/// @param median of the differences
/// @param lower end of the interval
/// @param upper end of the interval
public record BootstrapInterval(double median, double lower, double upper) {
  private static final int RESAMPLES = 10_000;

  /// The interval of some differences.
  ///
  /// @param differences at least one
  /// @param seed same seed, same interval
  public static BootstrapInterval of(double[] differences, long seed) {
    if (differences.length == 0) {
      throw new IllegalArgumentException("expected at least 1 difference, found 0");
    }
    var random = new SplittableRandom(seed);
    var medians = new double[RESAMPLES];
    var drawn = new double[differences.length];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int k = 0; k < drawn.length; k++) {
        drawn[k] = differences[random.nextInt(differences.length)];
      }
      medians[i] = median(drawn.clone());
    }
    Arrays.sort(medians);
    return new BootstrapInterval(
        median(differences.clone()),
        medians[(int) (0.025 * RESAMPLES)],
        medians[(int) (0.975 * RESAMPLES)]);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
