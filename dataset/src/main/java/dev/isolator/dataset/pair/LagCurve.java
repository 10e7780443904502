package dev.isolator.dataset.pair;

/// How well one short window of the vocals agrees with the mix, lag by lag.
///
/// @param piece which [Piece] the window belongs to
/// @param atSeconds the window's centre in the vocals
/// @param firstLagSeconds mix time less vocal time at index 0
/// @param stepSeconds from one index to the next
/// @param values signed agreement, unit variance where nothing agrees
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record LagCurve(
    int piece, double atSeconds, double firstLagSeconds, double stepSeconds, float[] values) {

  /// Agreement at a lag, between indices by linear interpolation; 0 outside.
  float at(double lagSeconds) {
    double x = (lagSeconds - firstLagSeconds) / stepSeconds;
    int i = (int) Math.floor(x);
    if (!(i >= 0 && i + 1 < values.length)) {
      return 0;
    }
    float f = (float) (x - i);
    return values[i] + f * (values[i + 1] - values[i]);
  }

  /// Adds `at(lagSeconds + i · lagStep)` to each `sum[i]`.
  void addTo(double[] sum, double lagSeconds, double lagStep) {
    double x = (lagSeconds - firstLagSeconds) / stepSeconds;
    double step = lagStep / stepSeconds;
    int from = (int) Math.clamp(Math.ceil(-x / step), 0.0, sum.length);
    int to = (int) Math.clamp(Math.ceil((values.length - 1 - x) / step), 0.0, sum.length);
    for (int n = from; n < to; n++) {
      double place = x + n * step;
      int i = (int) place;
      float f = (float) (place - i);
      sum[n] += i + 1 < values.length ? values[i] + f * (values[i + 1] - values[i]) : 0;
    }
  }
}
