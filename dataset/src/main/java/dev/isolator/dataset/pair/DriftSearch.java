package dev.isolator.dataset.pair;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Finds the straight lines of lag against time along which the windows' cross-correlations add up
/// to the highest sum: one slope (the clock drift) for all segments, and one lag for each segment.
///
/// Because the correlations are summed before a peak is sought, it finds drift even where no single
/// window has a clear peak.
///
/// @param slope change of lag in seconds per second of vocals; minus the drift
/// @param lagSeconds for each segment, at time 0 of the vocals
/// @param strength for each segment, in standard deviations of unrelated signals; negative for
///   inverted polarity
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record DriftSearch(double slope, double[] lagSeconds, double[] strength) {

  /// Searches over slopes and lags.
  ///
  /// @param slopes largest slope to either side, in seconds per second
  /// @param slopeStep difference between two slopes that are tried
  /// @param range largest difference from each segment's lag, in seconds
  static DriftSearch over(
      List<CrossCorrelation> curves,
      List<AlignedSegment> segments,
      double slopes,
      double slopeStep,
      double range) {
    int count = 2 * (int) Math.round(slopes / slopeStep) + 1;
    var tries =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(s -> at((s - count / 2) * slopeStep, curves, segments, range))
            .toList();
    DriftSearch best = tries.getFirst();
    for (DriftSearch one : tries) {
      if (one.total() > best.total()) {
        best = one;
      }
    }
    return best;
  }

  /// Sum of the strengths of the polarity whose sum is larger.
  double total() {
    double plus = 0;
    double minus = 0;
    for (double s : strength) {
      plus += Math.max(0, s);
      minus += Math.max(0, -s);
    }
    return Math.max(plus, minus);
  }

  /// The same for one slope; lags are tried in half steps of the correlations.
  static DriftSearch at(
      double slope, List<CrossCorrelation> curves, List<AlignedSegment> segments, double range) {
    var lagSeconds = new double[segments.size()];
    var strength = new double[segments.size()];
    if (curves.isEmpty()) {
      return new DriftSearch(slope, lagSeconds, strength);
    }
    double step = curves.getFirst().stepSeconds();
    int half = (int) Math.round(range / step);
    var whole = new double[2 * half + 1];
    var between = new double[2 * half];
    for (int p = 0; p < segments.size(); p++) {
      AlignedSegment segment = segments.get(p);
      double middle = (segment.fromSeconds() + segment.toSeconds()) / 2;
      Arrays.fill(whole, 0);
      Arrays.fill(between, 0);
      int windows = 0;
      for (CrossCorrelation curve : curves) {
        if (curve.segment() == p) {
          windows++;
          double lowest = segment.lagSeconds() - half * step + slope * (curve.atSeconds() - middle);
          curve.addTo(whole, lowest);
          curve.addTo(between, lowest + step / 2);
        }
      }
      int top = highest(whole);
      int topBetween = highest(between);
      boolean isBetween = Math.abs(between[topBetween]) > Math.abs(whole[top]);
      double best = isBetween ? between[topBetween] : whole[top];
      double steps = isBetween ? topBetween + 0.5 : top;
      lagSeconds[p] = segment.lagSeconds() + (steps - half) * step - slope * middle;
      strength[p] = windows == 0 ? 0 : best / Math.sqrt(windows);
    }
    return new DriftSearch(slope, lagSeconds, strength);
  }

  private static int highest(double[] sum) {
    int best = 0;
    for (int i = 1; i < sum.length; i++) {
      if (Math.abs(sum[i]) > Math.abs(sum[best])) {
        best = i;
      }
    }
    return best;
  }
}
