package dev.isolator.dataset.sing;

import java.util.Arrays;

/// Measures the fundamental frequency of a voice.
///
/// Source: de Cheveigné and Kawahara, *YIN*, J. Acoust. Soc. Am. 111(4), 2002: difference function,
/// cumulative mean normalisation, absolute threshold.
final class PitchTracker {
  private static final double LOWEST_HZ = 65;
  private static final double HIGHEST_HZ = 1000;
  private static final double THRESHOLD = 0.15;

  private PitchTracker() {}

  /// The median pitch of the voiced frames as a MIDI note number; NaN where there are none.
  static double median(float[] samples, int sampleRate) {
    double[] track = track(samples, sampleRate, sampleRate / 20);
    double[] voiced = Arrays.stream(track).filter(hz -> hz > 0).sorted().toArray();
    return voiced.length < 3 ? Double.NaN : note(voiced[voiced.length / 2]);
  }

  /// MIDI note number of a frequency.
  static double note(double hz) {
    return 69 + 12 * StrictMath.log(hz / 440) / 0.6931471805599453;
  }

  /// Fundamental frequency in Hz every `hop` samples; 0 where unvoiced.
  static double[] track(float[] samples, int sampleRate, int hop) {
    int factor = Math.max(1, sampleRate / 11_000); // enough for the fundamental
    float[] low = thinned(samples, factor);
    double rate = (double) sampleRate / factor;
    int longest = (int) (rate / LOWEST_HZ);
    int window = longest;
    var track = new double[Math.max(0, samples.length / hop)];
    var difference = new double[longest + 1];
    for (int t = 0; t < track.length; t++) {
      int from = t * hop / factor - longest;
      if (from >= 0 && from + window + longest < low.length) {
        track[t] = read(low, from, window, rate, difference);
      }
    }
    return track;
  }

  private static float[] thinned(float[] samples, int factor) {
    var low = new float[samples.length / factor];
    for (int i = 0; i < low.length; i++) {
      float sum = 0;
      for (int k = 0; k < factor; k++) {
        sum += samples[i * factor + k];
      }
      low[i] = sum / factor;
    }
    return low;
  }

  /// Adds `(x[at] − x[at + lag])²` at each lag. All lags of one sample are added in one loop, which
  /// the compiler vectorises.
  private static void addSquares(float[] x, int at, double[] sums) {
    float here = x[at];
    for (int lag = 0; lag < sums.length; lag++) {
      double e = here - x[at + lag];
      sums[lag] += e * e;
    }
  }

  private static double read(float[] x, int from, int window, double rate, double[] difference) {
    double energy = 0;
    for (int i = from; i < from + window; i++) {
      energy += x[i] * x[i];
    }
    if (!(energy > window * 1e-5)) {
      return 0;
    }
    int longest = difference.length - 1;
    int shortest = (int) (rate / HIGHEST_HZ);
    Arrays.fill(difference, 0);
    for (int i = from; i < from + window; i++) {
      addSquares(x, i, difference);
    }
    double sum = 0;
    difference[0] = 1;
    for (int lag = 1; lag <= longest; lag++) {
      double d = difference[lag];
      sum += d;
      difference[lag] = sum > 0 ? d * lag / sum : 1;
    }
    for (int lag = Math.max(2, shortest); lag < longest; lag++) {
      if (difference[lag] < THRESHOLD && difference[lag] <= difference[lag + 1]) {
        double left = difference[lag - 1];
        double right = difference[lag + 1];
        double bend = left - 2 * difference[lag] + right;
        double shift = bend > 0 ? Math.clamp(0.5 * (left - right) / bend, -0.5, 0.5) : 0;
        return rate / (lag + shift);
      }
    }
    return 0;
  }
}
