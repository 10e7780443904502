package dev.isolator.dataset.pair;

import java.util.List;
import java.util.stream.IntStream;

/// Finds the straight lines of lag against time along which the windows' curves add up: one slope
/// (the clocks' drift) for all pieces, one lag for each piece.
///
/// Summing curves before looking for a peak finds agreement that no single window shows.
///
/// @param slope change of lag in seconds per second of vocals; minus the drift
/// @param lagSeconds for each piece, at time 0 of the vocals
/// @param strength for each piece, in standard deviations of chance; signed by polarity
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record LineSearch(double slope, double[] lagSeconds, double[] strength) {

  /// @param slopes how far to look to either side, per second
  /// @param slopeStep between two slopes that are tried
  /// @param range how far from each piece's lag to look, in seconds
  static LineSearch over(
      List<LagCurve> curves,
      List<Piece> pieces,
      double slopes,
      double slopeStep,
      double range,
      double lagStep) {
    int count = 2 * (int) Math.round(slopes / slopeStep) + 1;
    var tries =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(s -> at((s - count / 2) * slopeStep, curves, pieces, range, lagStep))
            .toList();
    LineSearch best = tries.getFirst();
    for (LineSearch one : tries) {
      if (one.total() > best.total()) {
        best = one;
      }
    }
    return best;
  }

  /// Evidence of all pieces of the stronger polarity.
  double total() {
    double plus = 0;
    double minus = 0;
    for (double s : strength) {
      plus += Math.max(0, s);
      minus += Math.max(0, -s);
    }
    return Math.max(plus, minus);
  }

  /// The same at one slope.
  static LineSearch at(
      double slope, List<LagCurve> curves, List<Piece> pieces, double range, double lagStep) {
    int half = (int) Math.round(range / lagStep);
    int lags = 2 * half + 1;
    var lagSeconds = new double[pieces.size()];
    var strength = new double[pieces.size()];
    for (int p = 0; p < pieces.size(); p++) {
      Piece piece = pieces.get(p);
      double middle = (piece.fromSeconds() + piece.toSeconds()) / 2;
      var sum = new double[lags];
      int windows = 0;
      for (LagCurve curve : curves) {
        if (curve.piece() == p) {
          windows++;
          double base = piece.lagSeconds() - half * lagStep + slope * (curve.atSeconds() - middle);
          curve.addTo(sum, base, lagStep);
        }
      }
      int best = 0;
      for (int i = 1; i < lags; i++) {
        if (Math.abs(sum[i]) > Math.abs(sum[best])) {
          best = i;
        }
      }
      lagSeconds[p] = piece.lagSeconds() + (best - half) * lagStep - slope * middle;
      strength[p] = windows == 0 ? 0 : sum[best] / Math.sqrt(windows);
    }
    return new LineSearch(slope, lagSeconds, strength);
  }
}
