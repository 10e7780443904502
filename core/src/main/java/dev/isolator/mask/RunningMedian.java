package dev.isolator.mask;

import java.util.Arrays;

/// The median of the values around each place of a series, as a stream; 0 is assumed before the
/// first. One thread.
final class RunningMedian {
  private final float[] values;
  private final float[] sorted;
  private int next;

  /// @param reach places on either side, 0 or more
  RunningMedian(int reach) {
    this.values = new float[2 * reach + 1];
    this.sorted = new float[values.length];
  }

  /// Places by which the median lags behind.
  int lag() {
    return values.length / 2;
  }

  void add(float value) {
    values[next] = value;
    next = (next + 1) % values.length;
  }

  /// The median around the place [#lag()] before the last value.
  float value() {
    System.arraycopy(values, 0, sorted, 0, values.length);
    Arrays.sort(sorted);
    return sorted[values.length / 2];
  }
}
