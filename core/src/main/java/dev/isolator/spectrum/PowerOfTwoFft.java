package dev.isolator.spectrum;

import org.jtransforms.fft.DoubleFFT_1D;
import org.jtransforms.utils.CommonUtils;

/// JTransforms' split-radix transform, which allocates nothing at powers of two.
final class PowerOfTwoFft implements RealFft {
  static {
    // Its own threads would allocate and break the promise that a transform stays on its thread.
    CommonUtils.setThreadsBeginN_1D_FFT_2Threads(Long.MAX_VALUE);
    CommonUtils.setThreadsBeginN_1D_FFT_4Threads(Long.MAX_VALUE);
  }

  private final int length;
  private final DoubleFFT_1D fft;

  PowerOfTwoFft(int length) {
    this.length = length;
    this.fft = new DoubleFFT_1D(length);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void forward(double[] data) {
    fft.realForward(data);
    // JTransforms packs the last bin, which is real, into the first one's imaginary part.
    data[length] = data[1];
    data[length + 1] = 0;
    data[1] = 0;
  }

  @Override
  public void inverse(double[] data) {
    data[1] = data[length];
    fft.realInverse(data, true);
  }
}
