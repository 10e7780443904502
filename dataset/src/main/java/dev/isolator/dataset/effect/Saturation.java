package dev.isolator.dataset.effect;

/// Soft clipping: `x / (1 + |x|^n)^(1/n)` with `n` = 2, driven and brought back to its level.
///
/// @param driveDb gain before the curve
public record Saturation(double driveDb) {

  /// Bends in place.
  public void apply(float[][] track) {
    double drive = StrictDecibels.gain(driveDb);
    double back = 1 / Math.sqrt(drive);
    for (float[] channel : track) {
      for (int i = 0; i < channel.length; i++) {
        double x = channel[i] * drive;
        channel[i] = (float) (x / Math.sqrt(1 + x * x) * back);
      }
    }
  }
}
