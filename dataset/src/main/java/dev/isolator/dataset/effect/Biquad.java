package dev.isolator.dataset.effect;

/// A filter of second order.
///
/// Source: Bristow-Johnson, *Cookbook formulae for audio EQ biquad filter coefficients*.
public record Biquad(double b0, double b1, double b2, double a1, double a2) {

  /// A peaking filter with `gainDb` at its centre frequency `hz`.
  public static Biquad peak(double hz, double quality, double gainDb, int sampleRate) {
    double a = StrictDecibels.gain(gainDb / 2);
    double w = 2 * Math.PI * hz / sampleRate;
    double alpha = StrictMath.sin(w) / (2 * quality);
    double cos = StrictMath.cos(w);
    double a0 = 1 + alpha / a;
    return new Biquad(
        (1 + alpha * a) / a0,
        -2 * cos / a0,
        (1 - alpha * a) / a0,
        -2 * cos / a0,
        (1 - alpha / a) / a0);
  }

  /// Butterworth high-pass.
  public static Biquad highPass(double hz, int sampleRate) {
    double w = 2 * Math.PI * hz / sampleRate;
    double alpha = StrictMath.sin(w) / (2 * 0.7071);
    double cos = StrictMath.cos(w);
    double a0 = 1 + alpha;
    return new Biquad(
        (1 + cos) / 2 / a0, -(1 + cos) / a0, (1 + cos) / 2 / a0, -2 * cos / a0, (1 - alpha) / a0);
  }

  /// Butterworth low-pass.
  public static Biquad lowPass(double hz, int sampleRate) {
    double w = 2 * Math.PI * hz / sampleRate;
    double alpha = StrictMath.sin(w) / (2 * 0.7071);
    double cos = StrictMath.cos(w);
    double a0 = 1 + alpha;
    return new Biquad(
        (1 - cos) / 2 / a0, (1 - cos) / a0, (1 - cos) / 2 / a0, -2 * cos / a0, (1 - alpha) / a0);
  }

  /// A low shelf: `gainDb` below `hz`.
  public static Biquad lowShelf(double hz, double gainDb, int sampleRate) {
    return shelf(hz, gainDb, sampleRate, 1);
  }

  /// A high shelf: `gainDb` above `hz`.
  public static Biquad highShelf(double hz, double gainDb, int sampleRate) {
    return shelf(hz, gainDb, sampleRate, -1);
  }

  private static Biquad shelf(double hz, double gainDb, int sampleRate, int side) {
    double a = StrictDecibels.gain(gainDb / 2);
    double w = 2 * Math.PI * hz / sampleRate;
    double cos = side * StrictMath.cos(w);
    double beta = StrictMath.sin(w) / 0.7071 * Math.sqrt(a);
    double a0 = a + 1 + (a - 1) * cos + beta;
    return new Biquad(
        a * (a + 1 - (a - 1) * cos + beta) / a0,
        side * 2 * a * (a - 1 - (a + 1) * cos) / a0,
        a * (a + 1 - (a - 1) * cos - beta) / a0,
        side * -2 * (a - 1 + (a + 1) * cos) / a0,
        (a + 1 + (a - 1) * cos - beta) / a0);
  }

  /// Filters in place.
  public void apply(float[][] track) {
    for (float[] channel : track) {
      double z1 = 0;
      double z2 = 0;
      for (int i = 0; i < channel.length; i++) {
        double x = channel[i];
        double y = b0 * x + z1;
        z1 = b1 * x - a1 * y + z2 + 1e-25; // keeps denormals away
        z2 = b2 * x - a2 * y;
        channel[i] = (float) y;
      }
    }
  }
}
