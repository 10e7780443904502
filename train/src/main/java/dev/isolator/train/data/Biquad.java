package dev.isolator.train.data;

/// A second-order filter that runs over arrays in place.
///
/// Source: R. Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients.
final class Biquad {
  private final double b0;
  private final double b1;
  private final double b2;
  private final double a1;
  private final double a2;

  private Biquad(double b0, double b1, double b2, double a0, double a1, double a2) {
    this.b0 = b0 / a0;
    this.b1 = b1 / a0;
    this.b2 = b2 / a0;
    this.a1 = a1 / a0;
    this.a2 = a2 / a0;
  }

  static Biquad lowPass(double hz, double q) {
    double w = angle(hz);
    double alpha = Math.sin(w) / (2 * q);
    double c = Math.cos(w);
    return new Biquad((1 - c) / 2, 1 - c, (1 - c) / 2, 1 + alpha, -2 * c, 1 - alpha);
  }

  static Biquad highPass(double hz, double q) {
    double w = angle(hz);
    double alpha = Math.sin(w) / (2 * q);
    double c = Math.cos(w);
    return new Biquad((1 + c) / 2, -1 - c, (1 + c) / 2, 1 + alpha, -2 * c, 1 - alpha);
  }

  static Biquad peak(double hz, double q, double gainDb) {
    double w = angle(hz);
    double a = Math.pow(10, gainDb / 40);
    double alpha = Math.sin(w) / (2 * q);
    double c = Math.cos(w);
    return new Biquad(1 + alpha * a, -2 * c, 1 - alpha * a, 1 + alpha / a, -2 * c, 1 - alpha / a);
  }

  static Biquad lowShelf(double hz, double gainDb) {
    return shelf(hz, gainDb, 1);
  }

  static Biquad highShelf(double hz, double gainDb) {
    return shelf(hz, gainDb, -1);
  }

  private static Biquad shelf(double hz, double gainDb, int side) {
    double w = angle(hz);
    double a = Math.pow(10, gainDb / 40);
    double c = side * Math.cos(w);
    double s = Math.sin(w) * Math.sqrt(2) * Math.sqrt(a); // slope 1
    return new Biquad(
        a * (a + 1 - (a - 1) * c + s),
        side * 2 * a * (a - 1 - (a + 1) * c),
        a * (a + 1 - (a - 1) * c - s),
        a + 1 + (a - 1) * c + s,
        side * -2 * (a - 1 + (a + 1) * c),
        a + 1 + (a - 1) * c - s);
  }

  private static double angle(double hz) {
    return 2 * Math.PI * Math.min(hz, 0.49 * PcmFile.SAMPLE_RATE) / PcmFile.SAMPLE_RATE;
  }

  void apply(float[] signal) {
    double z1 = 0;
    double z2 = 0;
    for (int i = 0; i < signal.length; i++) {
      double x = signal[i];
      double y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      signal[i] = (float) y;
    }
  }

  /// A Butterworth low-pass of order 8.
  static void lowPassSteeply(float[] signal, double hz) {
    for (int k = 0; k < 4; k++) {
      lowPass(hz, 1 / (2 * Math.cos(Math.PI * (2 * k + 1) / 16))).apply(signal);
    }
  }
}
