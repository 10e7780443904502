package dev.isolator.dataset.pair;

import java.util.HashMap;
import java.util.Map;
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

  /// Tables of sines are costly: each thread keeps those that it has made, 8 bytes a sample.
  private static final ThreadLocal<Map<Integer, DoubleFFT_1D>> TABLES =
      ThreadLocal.withInitial(HashMap::new);

  private final int size;
  private final DoubleFFT_1D fft;

  /// @param size even, at least 2
  DoubleFft(int size) {
    this.size = size;
    this.fft = TABLES.get().computeIfAbsent(size, DoubleFFT_1D::new);
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

  /// `sum += conj(a) · b` in packed order.
  static void addConjugateProduct(double[] a, double[] b, double[] sum) {
    sum[0] += a[0] * b[0];
    sum[1] += a[1] * b[1];
    for (int i = 2; i < a.length; i += 2) {
      sum[i] += a[i] * b[i] + a[i + 1] * b[i + 1];
      sum[i + 1] += a[i] * b[i + 1] - a[i + 1] * b[i];
    }
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
