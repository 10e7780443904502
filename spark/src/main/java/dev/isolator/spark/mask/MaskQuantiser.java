package dev.isolator.spark.mask;

/// A share of 0 to 1 in 8 bits: `sin²(π q / 510)`.
///
/// The steps are fine near 0 and 1, where most masks are, and 1/162 in the middle. Immutable; any
/// thread.
final class MaskQuantiser {
  private static final float[] SHARES = new float[256];

  static {
    for (int code = 0; code < SHARES.length; code++) {
      double sine = Math.sin(Math.PI / 2 * code / 255);
      SHARES[code] = (float) (sine * sine);
    }
  }

  private MaskQuantiser() {}

  /// The nearest code, 0 to 255; NaN is 0.
  static int code(float share) {
    double clamped = share > 0 ? Math.min(1, share) : 0;
    return (int) Math.rint(Math.asin(Math.sqrt(clamped)) / (Math.PI / 2) * 255);
  }

  /// The share that a code stands for.
  static float share(int code) {
    return SHARES[code & 0xFF];
  }
}
