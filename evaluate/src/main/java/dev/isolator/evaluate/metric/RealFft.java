package dev.isolator.evaluate.metric;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;
import org.jtransforms.utils.CommonUtils;

/// The FFT of real signals of one even size, with spectra of split real and imaginary parts: loops
/// over them are vectorised. One instance per thread.
final class RealFft {
  static {
    // Frames and songs are already spread over the cores; threads inside one FFT only get in the
    // way.
    CommonUtils.setThreadsBeginN_1D_FFT_2Threads(Integer.MAX_VALUE);
    CommonUtils.setThreadsBeginN_1D_FFT_4Threads(Integer.MAX_VALUE);
  }

  final int size;
  final int bins;
  private final DoubleFFT_1D transform;
  private final double[] packed;

  RealFft(int size) {
    this.size = size;
    this.bins = size / 2 + 1;
    this.transform = new DoubleFFT_1D(size);
    this.packed = new double[size];
  }

  /// The smallest even size of at least `length` whose only prime factors are 2, 3 and 5.
  static int fastSize(int length) {
    for (int size = length + length % 2; ; size += 2) {
      int rest = size;
      for (int prime : new int[] {2, 3, 5}) {
        while (rest % prime == 0) {
          rest /= prime;
        }
      }
      if (rest == 1) {
        return size;
      }
    }
  }

  /// A spectrum of bins 0 to half the sampling rate.
  static final class Spectrum {
    final double[] re;
    final double[] im;

    Spectrum(int bins) {
      re = new double[bins];
      im = new double[bins];
    }
  }

  /// Transforms samples `start` to `end` (exclusive) of a signal that is silent outside its array,
  /// followed by zeros.
  void forward(short[] signal, int start, int end, Spectrum out) {
    Arrays.fill(packed, 0);
    int to = Math.min(end, signal.length);
    for (int i = Math.max(start, 0); i < to; i++) {
      packed[i - start] = signal[i];
    }
    transformInto(out);
  }

  /// Transforms `signal`, which may be shorter than the FFT.
  void forward(double[] signal, Spectrum out) {
    Arrays.fill(packed, 0);
    System.arraycopy(signal, 0, packed, 0, signal.length);
    transformInto(out);
  }

  private void transformInto(Spectrum out) {
    transform.realForward(packed);
    int half = size / 2;
    out.re[0] = packed[0];
    out.im[0] = 0;
    out.re[half] = packed[1];
    out.im[half] = 0;
    for (int bin = 1; bin < half; bin++) {
      out.re[bin] = packed[2 * bin];
      out.im[bin] = packed[2 * bin + 1];
    }
  }

  /// The signal of a spectrum, `[size]`, scaled so that it undoes [#forward].
  double[] inverse(Spectrum spectrum) {
    int half = size / 2;
    packed[0] = spectrum.re[0];
    packed[1] = spectrum.re[half];
    for (int bin = 1; bin < half; bin++) {
      packed[2 * bin] = spectrum.re[bin];
      packed[2 * bin + 1] = spectrum.im[bin];
    }
    transform.realInverse(packed, true);
    return packed.clone();
  }
}
