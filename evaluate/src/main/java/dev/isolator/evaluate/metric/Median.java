package dev.isolator.evaluate.metric;

import java.util.Arrays;

/// The middle of a list of scores: over a track's frames, and over a set's tracks.
public final class Median {
  private Median() {}

  /// The median of those values that are not NaN, the mean of the middle two where their number is
  /// even; NaN where there are none.
  public static double of(double... values) {
    double[] defined = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    if (defined.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(defined);
    int half = defined.length / 2;
    double upper = defined[half];
    if (defined.length % 2 == 1) {
      return upper;
    }
    double lower = defined[half - 1];
    return lower == upper ? upper : (lower + upper) / 2; // ∞ + −∞ would be NaN, which is right
  }
}
