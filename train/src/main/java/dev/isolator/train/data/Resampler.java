package dev.isolator.train.data;

/// Changes the rate of a whole signal by a ratio of small whole numbers, with a Kaiser-windowed
/// sinc.
///
/// 48 taps (on the slower side's clock) and β = 9 leave aliases below −90 dB; the pass band ends at
/// 0.94 of half the lower rate.
///
/// Source: Smith and Gossett, ICASSP 1984; Kaiser's window as in Oppenheim and Schafer, section
/// 7.5.
final class Resampler {
  private static final int HALF_TAPS = 24;
  private static final double BETA = 9;
  private static final double PASS = 0.94;

  private final int up;
  private final int down;
  private final int half;
  private final float[][] phases; // [up][2 * half]

  Resampler(int fromRate, int toRate) {
    int divisor = gcd(fromRate, toRate);
    up = toRate / divisor;
    down = fromRate / divisor;
    double cutoff = PASS * Math.min(1, (double) toRate / fromRate);
    half = (int) Math.ceil(HALF_TAPS / Math.min(1, (double) toRate / fromRate));
    phases = new float[up][2 * half];
    for (int p = 0; p < up; p++) {
      double sum = 0;
      for (int i = 0; i < 2 * half; i++) {
        double x = i - half + 1 - (double) p / up;
        double tap = sinc(x * cutoff) * kaiser(x / half);
        phases[p][i] = (float) tap;
        sum += tap;
      }
      for (int i = 0; i < 2 * half; i++) {
        phases[p][i] /= (float) sum;
      }
    }
  }

  /// The signal at the new rate, from the same instant on: `ceil(n * up / down)` samples.
  float[] apply(float[] signal) {
    var result = new float[Math.toIntExact(Math.ceilDiv((long) signal.length * up, down))];
    for (int i = 0; i < result.length; i++) {
      long place = (long) i * down;
      int centre = (int) (place / up);
      float[] taps = phases[(int) (place % up)];
      int first = centre - half + 1;
      int from = Math.max(0, -first);
      int to = Math.min(2 * half, signal.length - first);
      float sum = 0;
      for (int k = from; k < to; k++) {
        sum += signal[first + k] * taps[k];
      }
      result[i] = sum;
    }
    return result;
  }

  static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  static double kaiser(double x) {
    return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
  }

  /// The modified Bessel function of order zero, by its power series.
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-12 * sum; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
