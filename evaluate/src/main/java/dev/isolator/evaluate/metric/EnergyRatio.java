package dev.isolator.evaluate.metric;

/// The ratio of two energies in decibels.
final class EnergyRatio {
  private EnergyRatio() {}

  /// `10 log10(signal / fault)`; infinite where there is no fault at all.
  static double ratio(double signal, double fault) {
    return fault == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / fault);
  }
}
