package dev.isolator.evaluate.metric;

/// Ratios of energies as decibels.
final class Decibels {
  private Decibels() {}

  /// `10 log10(signal / fault)`; infinite where there is no fault at all.
  static double ratio(double signal, double fault) {
    return fault == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / fault);
  }
}
