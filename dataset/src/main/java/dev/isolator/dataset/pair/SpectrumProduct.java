package dev.isolator.dataset.pair;

/// Products of spectra, bin by bin: convolution and correlation in the time domain.
///
/// Spectra are interleaved as [dev.isolator.spectrum.RealFft] makes them, `[length + 2]`.
final class SpectrumProduct {
  private SpectrumProduct() {}

  /// `sum += conj(a) · b`.
  static void addConjugate(double[] a, double[] b, double[] sum) {
    for (int i = 0; i < a.length; i += 2) {
      sum[i] += a[i] * b[i] + a[i + 1] * b[i + 1];
      sum[i + 1] += a[i] * b[i + 1] - a[i + 1] * b[i];
    }
  }

  /// `out = conj(a) · b`; the arrays may be the same.
  static void conjugate(double[] a, double[] b, double[] out) {
    for (int i = 0; i < a.length; i += 2) {
      double re = a[i] * b[i] + a[i + 1] * b[i + 1];
      double im = a[i] * b[i + 1] - a[i + 1] * b[i];
      out[i] = re;
      out[i + 1] = im;
    }
  }

  /// `out = a · b`; the arrays may be the same.
  static void plain(double[] a, double[] b, double[] out) {
    for (int i = 0; i < a.length; i += 2) {
      double re = a[i] * b[i] - a[i + 1] * b[i + 1];
      double im = a[i] * b[i + 1] + a[i + 1] * b[i];
      out[i] = re;
      out[i + 1] = im;
    }
  }
}
