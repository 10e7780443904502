package dev.isolator.dataset.effect;

/// Converts between decibels and amplitudes in `StrictMath`, so that data sets are the same bytes
/// on every machine.
public final class StrictDecibels {
  private static final double LN10_BY_20 = 0.11512925464970229;

  private StrictDecibels() {}

  /// The amplitude of a level.
  public static double gain(double decibels) {
    return StrictMath.exp(decibels * LN10_BY_20);
  }

  /// The level of an amplitude; −200 at least.
  public static double of(double gain) {
    return gain > 1e-10 ? StrictMath.log(gain) / LN10_BY_20 : -200;
  }
}
