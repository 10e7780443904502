package dev.isolator.dataset.effect;

/// A Butterworth low-pass of order 8, over arrays in place: four sections, one after another; and
/// the question whether a signal went through one.
///
/// Source: R. Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients.
public final class LowPass {
  private static final int SECTIONS = 4;

  private LowPass() {}

  /// Filters a signal in place.
  ///
  /// @param hz cut-off frequency, at −3 dB; at most 0.49 of the sample rate is used
  public static void apply(float[] signal, int sampleRate, double hz) {
    double w = 2 * Math.PI * Math.min(hz, 0.49 * sampleRate) / sampleRate;
    for (int k = 0; k < SECTIONS; k++) {
      double q = 1 / (2 * Math.cos(Math.PI * (2 * k + 1) / (4 * SECTIONS)));
      section(signal, Math.cos(w), Math.sin(w) / (2 * q));
    }
  }

  /// Whether a signal has next to nothing above a frequency, as what was recorded at a lower rate
  /// or went through a codec: false where it is silent as a whole. Two Butterworth high-passes of
  /// second order part it. Allocates a copy.
  ///
  /// @param hz cut-off frequency, below half the sample rate
  /// @param share of the signal's power that counts as nothing, such as 1e-5
  public static boolean endsBelow(float[] signal, int sampleRate, double hz, double share) {
    float[][] above = {signal.clone()};
    Biquad.highPass(hz, sampleRate).apply(above);
    Biquad.highPass(hz, sampleRate).apply(above);
    return power(above[0]) < share * power(signal);
  }

  private static double power(float[] signal) {
    double sum = 0;
    for (float x : signal) {
      sum += (double) x * x;
    }
    return sum;
  }

  private static void section(float[] signal, double cosine, double alpha) {
    double a0 = 1 + alpha;
    double b1 = (1 - cosine) / a0;
    double b0 = b1 / 2;
    double a1 = -2 * cosine / a0;
    double a2 = (1 - alpha) / a0;
    double z1 = 0;
    double z2 = 0;
    for (int i = 0; i < signal.length; i++) {
      double x = signal[i];
      double y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b0 * x - a2 * y;
      signal[i] = (float) y;
    }
  }
}
