package dev.isolator.dataset.soundfont;

/// The logarithmic units of section 8, in strict arithmetic.
final class Cents {
  private static final double LN2 = 0.6931471805599453;
  private static final double LN10 = 2.302585092994046;

  private Cents() {}

  /// `2^(cents / 1200)`.
  static double ratio(double cents) {
    return StrictMath.exp(cents / 1200 * LN2);
  }

  /// Seconds of a time in timecents; −12 000 and less are 0.
  static double seconds(double timecents) {
    return timecents <= -12_000 ? 0 : ratio(Math.min(timecents, 8000));
  }

  /// Hz of an absolute pitch in cents above 8.176 Hz.
  static double hertz(double cents) {
    return 8.176 * ratio(cents);
  }

  /// Amplitude of an attenuation in centibels.
  static double gain(double centibels) {
    return StrictMath.exp(-centibels / 200 * LN10);
  }
}
