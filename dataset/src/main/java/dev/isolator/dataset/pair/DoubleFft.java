package dev.isolator.dataset.pair;

import org.jtransforms.fft.DoubleFFT_1D;
import org.jtransforms.utils.CommonUtils;

/// The real FFT of one size, in place, in JTransforms' packed order: `[re0, re(n/2), re1, im1, …]`.
/// Unnormalised forward; the inverse divides by the size. One instance per thread.
final class DoubleFft {
  static {
    // One thread per transform: the stages above share out the processors themselves.
    CommonUtils.setThreadsBeginN_1D_FFT_2Threads(Long.MAX_VALUE);
    CommonUtils.setThreadsBeginN_1D_FFT_4Threads(Long.MAX_VALUE);
  }

  private final int size;
  private final DoubleFFT_1D fft;

  /// @param size even, at least 2
  DoubleFft(int size) {
    this.size = size;
    this.fft = new DoubleFFT_1D(size);
  }

  int size() {
    return size;
  }

  /// Transforms `data`, `[size]`.
  void forward(double[] data) {
    fft.realForward(data);
  }

  /// The inverse of [#forward].
  void inverse(double[] data) {
    fft.realInverse(data, true);
  }

  /// The smallest power of two that is at least `n`.
  static int sizeFor(int n) {
    return Math.max(2, Integer.highestOneBit(Math.max(1, n - 1)) << 1);
  }

  /// `out = conj(a) · b` in packed order; the arrays may be the same.
  static void conjugateProduct(double[] a, double[] b, double[] out) {
    double dc = a[0] * b[0];
    double top = a[1] * b[1];
    for (int i = 2; i < a.length; i += 2) {
      double re = a[i] * b[i] + a[i + 1] * b[i + 1];
      double im = a[i] * b[i + 1] - a[i + 1] * b[i];
      out[i] = re;
      out[i + 1] = im;
    }
    out[0] = dc;
    out[1] = top;
  }

  /// `out = a · b` in packed order; the arrays may be the same.
  static void product(double[] a, double[] b, double[] out) {
    double dc = a[0] * b[0];
    double top = a[1] * b[1];
    for (int i = 2; i < a.length; i += 2) {
      double re = a[i] * b[i] - a[i + 1] * b[i + 1];
      double im = a[i] * b[i + 1] + a[i + 1] * b[i];
      out[i] = re;
      out[i + 1] = im;
    }
    out[0] = dc;
    out[1] = top;
  }
}
