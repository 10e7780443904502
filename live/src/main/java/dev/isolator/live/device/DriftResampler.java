package dev.isolator.live.device;

/// Resamples by a ratio that is nearly 1 and changes slowly: for a device whose clock is not quite
/// another's.
///
/// Each output sample is a windowed sinc of 32 input samples around its place; the filters of 512
/// places between two samples are made once, and those between are interpolated. Pass band to 0.9
/// of half the rate, aliases and interpolation errors below −90 dB. Delay: 16 samples. Allocates
/// nothing after it is made. One thread.
///
/// Source: J. O. Smith, *Digital Audio Resampling*, CCRMA, 2002; Kaiser's window with β = 9.
final class DriftResampler {
  static final int TAPS = 32;
  private static final int PHASES = 512;
  private static final double BETA = 9;
  private static final double CUT_OFF = 0.95; // of half the rate: the transition band is about it

  /// `[phase][tap]`; one phase more than there are, for the interpolation.
  private final float[][] filters = new float[PHASES + 1][TAPS];

  /// The last input samples, twice each, so that TAPS of them always lie side by side.
  private final float[][] recent;

  private int newest;

  /// Where the next output sample lies after the newest but half the taps, in samples.
  private double place = 1;

  DriftResampler(int channels) {
    this.recent = new float[channels][2 * TAPS];
    for (int phase = 0; phase <= PHASES; phase++) {
      double sum = 0;
      var filter = new double[TAPS];
      for (int tap = 0; tap < TAPS; tap++) {
        double x = tap - TAPS / 2 + 1 - (double) phase / PHASES;
        double sinc = x == 0 ? 1 : Math.sin(Math.PI * CUT_OFF * x) / (Math.PI * CUT_OFF * x);
        double edge = x / (TAPS / 2.0);
        filter[tap] =
            Math.abs(edge) >= 1
                ? 0
                : sinc * bessel(BETA * Math.sqrt(1 - edge * edge)) / bessel(BETA);
        sum += filter[tap];
      }
      for (int tap = 0; tap < TAPS; tap++) {
        filters[phase][tap] = (float) (filter[tap] / sum);
      }
    }
  }

  /// The modified Bessel function of the first kind, order 0, by its series.
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > 1e-12 * sum; k++) {
      term *= x * x / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }

  /// Whether an input sample is due before the next output sample.
  boolean needsInput() {
    return place >= 1;
  }

  /// Takes an input sample of every channel.
  void put(float[][] block, int at) {
    newest = (newest + 1) % TAPS;
    for (int channel = 0; channel < recent.length; channel++) {
      recent[channel][newest] = block[channel][at];
      recent[channel][newest + TAPS] = block[channel][at];
    }
    place -= 1;
  }

  /// Gives an output sample of every channel.
  ///
  /// @param step input samples from this one to the next, about 1
  void take(float[][] block, int at, double step) {
    double phase = place * PHASES;
    int below = (int) phase;
    float share = (float) (phase - below);
    float[] low = filters[below];
    float[] high = filters[below + 1];
    for (int channel = 0; channel < recent.length; channel++) {
      double sum = 0;
      int oldest = newest + 1;
      for (int tap = 0; tap < TAPS; tap++) {
        sum += recent[channel][oldest + tap] * (low[tap] + share * (high[tap] - low[tap]));
      }
      block[channel][at] = (float) sum;
    }
    place += step;
  }
}
