package dev.isolator.spectrum;

/// The discrete Fourier transform of real samples, of one length, in place and in double.
///
/// | data | shape | what |
/// |---|---|---|
/// | samples | `[≥ length + 2]` | the first `length` count; the others are overwritten |
/// | spectrum | `[≥ length + 2]` | re, im of bin 0, re, im of bin 1, … to bin `length / 2`: `length / 2 + 1` bins; the imaginary parts of the first and the last are 0 |
///
/// Bin `b` is `Σ x[i] e^(−2πj b i / length)`, not normalised; the inverse divides by `length`.
///
/// **Cost.** `length · log2(length)` steps. JTransforms does powers of two, other lengths are
/// [MixedRadixFft]'s, which takes 1.6 to 1.9 times as long. Measured on one core of a shared Xeon
/// server, November 2026: 4096 samples 13 µs, 4480 samples 23 µs; 2^20 samples 10 ms, 2^22 samples
/// 75 ms. Building one costs about as much as one transform.
///
/// **Memory of an instance.** 8 bytes for each sample at powers of two (34 MB at 2^22), 28 bytes
/// otherwise; the data are the caller's. A transform allocates nothing.
///
/// **Threads.** An instance has work buffers and belongs to one thread at a time; instances are
/// independent. A transform stays on the caller's thread.
public sealed interface RealFft permits PowerOfTwoFft, MixedRadixFft {

  /// The transform of that length.
  ///
  /// @param length samples, even, at least 4, without prime factors above 7
  static RealFft of(int length) {
    return length >= 4 && Integer.bitCount(length) == 1
        ? new PowerOfTwoFft(length)
        : new MixedRadixFft(length);
  }

  /// The shortest length from `least` on that there is a transform of: even, and a product of 2, 3,
  /// 5 and 7. At most 12 % above `least` from 50 on, and 2 % from 100 000 on.
  ///
  /// @param least samples that have to fit, 1 to 2^30
  /// @return at least 4
  static int fastLength(int least) {
    if (least < 1 || least > 1 << 30) {
      throw new IllegalArgumentException(
          "least must be from 1 to %d, was %d".formatted(1 << 30, least));
    }
    int length = Math.max(4, least + least % 2);
    while (!MixedRadixFft.takes(length)) {
      length += 2;
    }
    return length;
  }

  /// Samples of the transform.
  int length();

  /// Samples to bins: `X[b] = Σ x[i] e^(−2πj b i / length)`.
  void forward(double[] data);

  /// Bins to samples, with the factor `1 / length`, so that it undoes [#forward]. The imaginary
  /// parts of the first and the last bin are taken as 0.
  void inverse(double[] data);
}
