package dev.isolator.audio;

/// Pulse-code modulation: amplitudes as integer steps.
public final class Pcm {
  /// Full scale of 16 bits: amplitude 1.0, which is one step more than there is.
  public static final int FULL_SCALE_16 = 1 << 15;

  /// Full scale of 24 bits.
  public static final int FULL_SCALE_24 = 1 << 23;

  private Pcm() {}

  /// The nearest step (halves go to the even one), saturated to −`fullScale` to `fullScale` − 1;
  /// NaN is 0. Amplitudes that were steps come back as the same steps.
  public static int nearest(float amplitude, int fullScale) {
    double step = Math.rint((double) amplitude * fullScale);
    if (step >= fullScale) {
      return fullScale - 1;
    }
    return step <= -fullScale ? -fullScale : (int) step;
  }
}
