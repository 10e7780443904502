package dev.isolator.dataset.pair;

import java.util.ArrayList;

/// Finds the sample at which one segment of the vocals ends and the next begins.
///
/// For each sample near the border, the residual energies of the mix after subtracting the vocals
/// at either lag are compared; the border is where the sum of the differences is largest. If the
/// second segment has the smaller lag, the vocals contain a passage that the mix lacks; it is left
/// out.
final class CutFinder {
  private static final double REACH_SECONDS = 12;

  private CutFinder() {}

  /// Moves the borders of neighbouring segments to the sample.
  ///
  /// @param vocals `[frames]`
  /// @param mix `[frames]`
  static ClockFit refine(float[] vocals, float[] mix, int sampleRate, ClockFit fit) {
    var segments = new ArrayList<>(fit.segments());
    for (int p = 0; p + 1 < segments.size(); p++) {
      AlignedSegment before = segments.get(p);
      AlignedSegment after = segments.get(p + 1);
      double extra = Math.max(0, before.lagSeconds() - after.lagSeconds()) / fit.rate();
      double cut = border(vocals, mix, sampleRate, fit, before, after, extra);
      segments.set(
          p, new AlignedSegment(before.fromSeconds(), cut, before.lagSeconds(), before.strength()));
      segments.set(
          p + 1,
          new AlignedSegment(
              Math.min(cut + extra, after.toSeconds()),
              after.toSeconds(),
              after.lagSeconds(),
              after.strength()));
    }
    return fit.with(segments);
  }

  private static double border(
      float[] vocals,
      float[] mix,
      int sampleRate,
      ClockFit fit,
      AlignedSegment before,
      AlignedSegment after,
      double extra) {
    double from = Math.max(before.fromSeconds(), before.toSeconds() - REACH_SECONDS);
    double to = Math.min(after.toSeconds() - extra, after.fromSeconds() + REACH_SECONDS);
    int start = Math.max(0, (int) Math.round(from * sampleRate));
    int skip = (int) Math.round(extra * sampleRate);
    int n = Math.min(vocals.length - skip, (int) Math.round(to * sampleRate)) - start;
    if (n < 2) {
      return before.toSeconds();
    }
    float[] early = read(mix, sampleRate, fit.rate(), before.lagSeconds(), start, n);
    float[] late = read(mix, sampleRate, fit.rate(), after.lagSeconds(), start + skip, n);
    float[] first = rises(vocals, start, n);
    float[] second = rises(vocals, start + skip, n);
    double gain = fit.polarity() * gain(first, early, second, late);
    double[] level = level(early, late, sampleRate / 20);
    double balance = 0;
    double best = 0;
    int at = 0;
    int atLast = 0;
    for (int i = 0; i < n; i++) {
      double left = gain * first[i] * (2 * early[i] - gain * first[i]);
      double right = gain * second[i] * (2 * late[i] - gain * second[i]);
      balance += (left - right) / level[i];
      if (balance > best) {
        best = balance;
        at = i + 1;
        atLast = i + 1;
      } else if (balance == best) {
        atLast = i + 1; // silence: the middle of all equally good borders
      }
    }
    return (start + (at + atLast) / 2.0) / sampleRate;
  }

  /// The mix under `n` samples of the vocals from `start`, differentiated.
  private static float[] read(
      float[] mix, int sampleRate, double rate, double lag, int start, int n) {
    var out = new float[n + 1];
    new SincInterpolator(16).read(mix, (start - 1) * rate + lag * sampleRate, rate, out, 0, n + 1);
    return rises(out, 1, n);
  }

  private static float[] rises(float[] signal, int start, int n) {
    var out = new float[n];
    for (int i = 0; i < n; i++) {
      int at = start + i;
      out[i] = signal[at] - (at > 0 ? signal[at - 1] : 0);
    }
    return out;
  }

  /// Magnitude of the gain from the vocals to the mix: the larger one of the two segments.
  private static double gain(float[] first, float[] early, float[] second, float[] late) {
    return Math.max(
        fit(first, early, 0, first.length / 2), fit(second, late, late.length / 2, late.length));
  }

  private static double fit(float[] vocals, float[] mix, int from, int to) {
    double cross = 0;
    double power = 1e-12;
    for (int i = from; i < to; i++) {
      cross += (double) vocals[i] * mix[i];
      power += (double) vocals[i] * vocals[i];
    }
    return Math.abs(cross) / power;
  }

  /// Mean energy of both signals about each sample, `[n]`.
  private static double[] level(float[] early, float[] late, int reach) {
    int n = early.length;
    var sums = new double[n + 1];
    for (int i = 0; i < n; i++) {
      sums[i + 1] = sums[i] + early[i] * early[i] + late[i] * late[i];
    }
    double floor = sums[n] / n * 1e-3 + 1e-15;
    var level = new double[n];
    for (int i = 0; i < n; i++) {
      int from = Math.max(0, i - reach);
      int to = Math.min(n, i + reach);
      level[i] = (sums[to] - sums[from]) / (to - from) + floor;
    }
    return level;
  }
}
