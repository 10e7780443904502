package dev.isolator.dataset.recording;

/// The Kaiser window, which limits the sinc function of band-limited interpolation to finitely many
/// taps.
///
/// Source: Kaiser and Schafer, IEEE Trans. ASSP 28(1), 1980.
public final class KaiserWindow {
  private KaiserWindow() {}

  /// The window at a position, 1 at 0; 0 outside −1 to 1.
  ///
  /// @param beta larger values give lower side lobes and a wider main lobe: with 9 the side lobes
  ///   are at −90 dB
  public static double window(double place, double beta) {
    return Math.abs(place) < 1 ? bessel(beta * Math.sqrt(1 - place * place)) / bessel(beta) : 0;
  }

  /// The modified Bessel function of the first kind, order 0, by its power series.
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-14 * sum; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
