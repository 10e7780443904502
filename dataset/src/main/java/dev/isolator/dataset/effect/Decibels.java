package dev.isolator.dataset.effect;

/// Decibels and amplitudes, in strict arithmetic.
public final class Decibels {
  private static final double LN10_BY_20 = 0.11512925464970229;

  private Decibels() {}

  /// The amplitude of a level.
  public static double gain(double decibels) {
    return StrictMath.exp(decibels * LN10_BY_20);
  }

  /// The level of an amplitude; −200 at least.
  public static double of(double gain) {
    return gain > 1e-10 ? StrictMath.log(gain) / LN10_BY_20 : -200;
  }
}
