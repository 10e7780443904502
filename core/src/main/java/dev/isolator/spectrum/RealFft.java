package dev.isolator.spectrum;

/// The discrete Fourier transform of real samples, of one length, in place, without allocating.
///
/// Data are `[length + 2]`: as samples, the first `length` of them count; as a spectrum they are
/// the interleaved `length / 2 + 1` bins. One instance per thread.
public sealed interface RealFft permits PowerOfTwoFft, MixedRadixFft {

  /// The transform of that length.
  ///
  /// @param length samples, even, at least 4, without prime factors above 7
  static RealFft of(int length) {
    return length >= 4 && Integer.bitCount(length) == 1
        ? new PowerOfTwoFft(length)
        : new MixedRadixFft(length);
  }

  /// Samples of the transform.
  int length();

  /// Samples to bins: `X[b] = Σ x[i] e^(−2πj b i / length)`.
  void forward(double[] data);

  /// Bins to samples, with the factor `1 / length`, so that it undoes [#forward]. The imaginary
  /// parts of the first and the last bin are taken as 0.
  void inverse(double[] data);
}
