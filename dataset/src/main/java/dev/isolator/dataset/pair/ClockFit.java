package dev.isolator.dataset.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Time relation between vocals and mix, to a fraction of a sample: one rate, and one lag for each
/// segment.
///
/// A moment `τ` of the vocals in segment `p` lies at `segments[p].lagSeconds + τ · rate` of the
/// mix.
///
/// @param rate mix seconds per second of vocals; 1 / (1 + drift)
/// @param polarity 1 or −1
/// @param segments in order of the vocals; their lags hold at time 0 of the vocals
/// @param agreement share of the windows with singing that are in phase with the mix at the fitted
///   lag, 0 to 1
/// @param agreeing number of those windows
/// @param wanderSeconds scatter of single windows' lags about the fit (median absolute deviation)
record ClockFit(
    double rate,
    int polarity,
    List<AlignedSegment> segments,
    double agreement,
    int agreeing,
    double wanderSeconds) {

  /// Segments whose correlation is below this many standard deviations are discarded.
  static final double STRENGTH = 8;

  private static final PhaseCorrelation ROUGH = new PhaseCorrelation(2, 1, 0.14, 120, 2200);
  private static final PhaseCorrelation FINE = new PhaseCorrelation(1.4, 0.75, 0.002, 150, 10_000);
  private static final SincInterpolator INTERPOLATOR = new SincInterpolator(16);

  /// The same fit with other segments.
  ClockFit with(List<AlignedSegment> others) {
    return new ClockFit(rate, polarity, List.copyOf(others), agreement, agreeing, wanderSeconds);
  }

  /// Fits; the result has no segments if nothing is in phase.
  ///
  /// @param coarse segments with lags to about 50 ms
  static ClockFit fit(
      MultirateRecording vocals, MultirateRecording mix, List<AlignedSegment> coarse) {
    var curves = ROUGH.curves(vocals.low(), mix.low(), vocals.lowRate(), coarse);
    var rough = DriftSearch.over(curves, coarse, 600e-6, 2.5e-6, 0.12);
    int polarity = polarity(rough);
    var simple = withoutNeedlessJumps(vocals, mix, coarse, rough, polarity);
    if (!simple.equals(coarse)) {
      curves = ROUGH.curves(vocals.low(), mix.low(), vocals.lowRate(), simple);
      rough = DriftSearch.over(curves, simple, 600e-6, 2.5e-6, 0.12);
    }
    var kept = keep(simple, rough, polarity);
    if (kept.isEmpty()) {
      return new ClockFit(1, polarity, List.of(), 0, 0, 0);
    }
    double rate = 1 + rough.slope();
    var stretched = stretch(vocals.middle(), rate);
    var scaled = kept.stream().map(p -> scale(p, rate)).toList();
    var fine = FINE.curves(stretched, mix.middle(), vocals.middleRate(), scaled);
    var line = DriftSearch.over(fine, scaled, 8e-6, 0.25e-6, 0.0015);
    return refine(fine, scaled, line, rate, polarity(line), vocals.sampleRate());
  }

  private static int polarity(DriftSearch line) {
    double sum = 0;
    for (double s : line.strength()) {
      sum += s * Math.abs(s); // the strong segments decide
    }
    return sum < 0 ? -1 : 1;
  }

  /// The segments without jumps that are not needed. A refrain that is repeated sample for sample
  /// is in phase at several lags. A segment that is also in phase at the lag of its stronger
  /// neighbour gets that lag, because then there is no cut between them.
  private static List<AlignedSegment> withoutNeedlessJumps(
      MultirateRecording vocals,
      MultirateRecording mix,
      List<AlignedSegment> segments,
      DriftSearch line,
      int polarity) {
    var simple = new ArrayList<>(segments);
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int p = 0; p < simple.size() && !changed; p++) {
        for (int q : new int[] {p - 1, p + 1}) {
          if (q < 0
              || q >= simple.size()
              || simple.get(q).lagSeconds() == simple.get(p).lagSeconds()
              || !(line.strength()[q] * polarity > line.strength()[p] * polarity)) {
            continue;
          }
          AlignedSegment own = simple.get(p);
          var moved =
              new AlignedSegment(
                  own.fromSeconds(), own.toSeconds(), simple.get(q).lagSeconds(), own.strength());
          var curves = ROUGH.curves(vocals.low(), mix.low(), vocals.lowRate(), List.of(moved));
          var found = DriftSearch.at(line.slope(), curves, List.of(moved), 0.06);
          double strength = found.strength()[0] * polarity;
          if (strength > STRENGTH && strength > 0.5 * line.strength()[p] * polarity) {
            simple.set(p, moved);
            changed = true;
            break;
          }
        }
      }
    }
    return simple;
  }

  /// Keeps the segments that are in phase, and joins neighbours of equal lag.
  private static List<AlignedSegment> keep(
      List<AlignedSegment> coarse, DriftSearch line, int polarity) {
    var kept = new ArrayList<AlignedSegment>();
    for (int p = 0; p < coarse.size(); p++) {
      AlignedSegment segment = coarse.get(p);
      double strength = line.strength()[p] * polarity;
      double lag = line.lagSeconds()[p];
      if (!(strength > STRENGTH)) {
        continue;
      }
      AlignedSegment last = kept.isEmpty() ? null : kept.getLast();
      if (last != null && Math.abs(last.lagSeconds() - lag) < 0.0015) {
        kept.removeLast();
        double lengthBefore = last.toSeconds() - last.fromSeconds();
        double length = segment.toSeconds() - segment.fromSeconds();
        double joined = lengthBefore > length ? last.lagSeconds() : lag;
        kept.add(
            new AlignedSegment(
                last.fromSeconds(),
                segment.toSeconds(),
                joined,
                Math.hypot(last.strength(), strength)));
      } else {
        kept.add(new AlignedSegment(segment.fromSeconds(), segment.toSeconds(), lag, strength));
      }
    }
    return kept;
  }

  private static AlignedSegment scale(AlignedSegment p, double rate) {
    return new AlignedSegment(
        p.fromSeconds() * rate, p.toSeconds() * rate, p.lagSeconds(), p.strength());
  }

  /// The vocals resampled to the mix's clock; their first sample stays first.
  private static float[] stretch(float[] vocals, double rate) {
    var out = new float[(int) Math.ceil(vocals.length * rate)];
    int chunk = 1 << 16;
    IntStream.range(0, Math.ceilDiv(out.length, chunk))
        .parallel()
        .forEach(
            c -> {
              int from = c * chunk;
              int to = Math.min(out.length, from + chunk);
              INTERPOLATOR.read(vocals, from / rate, 1 / rate, out, from, to);
            });
    return out;
  }

  /// The lag of one window, in seconds, and the correlation there.
  private record Reading(int segment, double at, double lag, double height) {}

  private static ClockFit refine(
      List<CrossCorrelation> curves,
      List<AlignedSegment> segments,
      DriftSearch line,
      double rate,
      int polarity,
      int sampleRate) {
    var readings =
        curves.stream()
            .map(
                c ->
                    read(
                        c, line.lagSeconds()[c.segment()] + line.slope() * c.atSeconds(), polarity))
            .toList();
    double slope = line.slope();
    double[] lags = line.lagSeconds().clone();
    double scale = 8.0 / sampleRate;
    double wander = 0;
    for (int round = 0; round < 8; round++) {
      double spread = spread(readings, lags, slope);
      wander = spread;
      scale = Math.max(0.3 / sampleRate, Math.min(scale, 4.5 * spread));
      slope = solve(readings, lags, slope, scale);
    }
    int agree = 0;
    for (CrossCorrelation curve : curves) {
      double lag = lags[curve.segment()] + slope * curve.atSeconds();
      if (polarity * curve.at(lag) > 4) {
        agree++;
      }
    }
    var found = new ArrayList<AlignedSegment>();
    for (int p = 0; p < segments.size(); p++) {
      AlignedSegment segment = segments.get(p);
      found.add(
          new AlignedSegment(
              segment.fromSeconds() / rate,
              segment.toSeconds() / rate,
              lags[p],
              segment.strength()));
    }
    double share = curves.isEmpty() ? 0 : (double) agree / curves.size();
    return new ClockFit(rate * (1 + slope), polarity, found, share, agree, wander);
  }

  /// The highest point of a window's correlation within 6 steps of the fitted lag.
  private static Reading read(CrossCorrelation curve, double expected, int polarity) {
    double centre = (expected - curve.firstLagSeconds()) / curve.stepSeconds();
    int per = 16;
    int reach = 6;
    var values = new float[2 * reach * per + 1];
    INTERPOLATOR.read(curve.values(), centre - reach, 1.0 / per, values, 0, values.length);
    int best = 1;
    for (int i = 2; i < values.length - 1; i++) {
      if (polarity * values[i] > polarity * values[best]) {
        best = i;
      }
    }
    double left = polarity * values[best - 1];
    double top = polarity * values[best];
    double right = polarity * values[best + 1];
    double bend = left - 2 * top + right;
    double shift = bend < 0 ? Math.clamp(0.5 * (left - right) / bend, -1, 1) : 0;
    double lag =
        curve.firstLagSeconds() + (centre - reach + (best + shift) / per) * curve.stepSeconds();
    return new Reading(curve.segment(), curve.atSeconds(), lag, Math.max(0, top));
  }

  private static double spread(List<Reading> readings, double[] lags, double slope) {
    double[] departures =
        readings.stream()
            .filter(r -> r.height() > 4)
            .mapToDouble(r -> Math.abs(r.lag() - lags[r.segment()] - slope * r.at()))
            .sorted()
            .toArray();
    return departures.length == 0 ? 0 : departures[departures.length / 2];
  }

  /// One round of weighted least squares with Tukey's biweight; updates `lags`, returns the slope.
  private static double solve(List<Reading> readings, double[] lags, double slope, double scale) {
    int n = lags.length;
    var weight = new double[n];
    var meanAt = new double[n];
    var meanLag = new double[n];
    var weights = new double[readings.size()];
    for (int i = 0; i < weights.length; i++) {
      Reading r = readings.get(i);
      double u = (r.lag() - lags[r.segment()] - slope * r.at()) / scale;
      weights[i] = Math.abs(u) < 1 && r.height() > 4 ? Math.pow(1 - u * u, 2) * r.height() : 0;
      weight[r.segment()] += weights[i];
      meanAt[r.segment()] += weights[i] * r.at();
      meanLag[r.segment()] += weights[i] * r.lag();
    }
    for (int p = 0; p < n; p++) {
      if (weight[p] > 0) {
        meanAt[p] /= weight[p];
        meanLag[p] /= weight[p];
      }
    }
    double along = 0;
    double across = 0;
    for (int i = 0; i < weights.length; i++) {
      Reading r = readings.get(i);
      double x = r.at() - meanAt[r.segment()];
      along += weights[i] * x * (r.lag() - meanLag[r.segment()]);
      across += weights[i] * x * x;
    }
    double total = Arrays.stream(weight).sum();
    double fitted = across > total * 0.25 ? along / across : slope; // at least ±0.5 s of spread
    for (int p = 0; p < n; p++) {
      if (weight[p] > 0) {
        lags[p] = meanLag[p] - fitted * meanAt[p];
      }
    }
    return fitted;
  }
}
