package dev.isolator.dataset.effect;

/// Soft clipping: `x / (1 + |x|^n)^(1/n)` with `n` = 2, with a gain before the curve and a
/// compensating gain after it.
///
/// @param driveDb gain before the curve
public record Saturation(double driveDb) {

  /// Processes in place.
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
