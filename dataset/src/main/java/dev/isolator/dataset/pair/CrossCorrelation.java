package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Axpy;

/// The cross-correlation of one short window of the vocals with the mix, as a function of the lag.
///
/// @param segment which [AlignedSegment] the window belongs to
/// @param atSeconds the window's centre in the vocals
/// @param firstLagSeconds mix time minus vocal time at index 0
/// @param stepSeconds from one index to the next
/// @param values correlation, negative for inverted polarity; unit variance for unrelated signals
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record CrossCorrelation(
    int segment, double atSeconds, double firstLagSeconds, double stepSeconds, float[] values) {

  /// The correlation at a lag, linearly interpolated; 0 outside the range.
  float at(double lagSeconds) {
    double x = (lagSeconds - firstLagSeconds) / stepSeconds;
    int i = (int) Math.floor(x);
    if (!(i >= 0 && i + 1 < values.length)) {
      return 0;
    }
    float f = (float) (x - i);
    return values[i] + f * (values[i + 1] - values[i]);
  }

  /// Adds the correlation at `lagSeconds + i · stepSeconds` to each `sum[i]`, as [#at] interpolates
  /// it.
  void addTo(double[] sum, double lagSeconds) {
    double x = (lagSeconds - firstLagSeconds) / stepSeconds;
    int whole = (int) Math.floor(x);
    double fraction = x - whole;
    int from = Math.clamp(-whole, 0, sum.length);
    int n = Math.clamp(values.length - 1 - whole, 0, sum.length) - from;
    Axpy.add(sum, from, values, whole + from, 1 - fraction, n);
    Axpy.add(sum, from, values, whole + from + 1, fraction, n);
  }
}
