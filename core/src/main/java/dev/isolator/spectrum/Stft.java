package dev.isolator.spectrum;

import java.util.Arrays;

/// The short-time Fourier transform: samples to frames of bins.
///
/// | array | shape | unit |
/// |---|---|---|
/// | signal | `[n]` | linear amplitude, full scale ±1.0 |
/// | spectrum of a frame | `[2 * bins]` interleaved | amplitude, not normalised: a full-scale cosine at a bin's centre stands `fftLength / 4` high |
///
/// Frame `t` is centred on sample `t * hop` under a periodic Hann window; outside the signal there
/// is silence. Transforms run in double. One instance per thread; [#frame] allocates nothing.
///
/// Source: Allen, IEEE Trans. ASSP 25(3), 1977; the inverse is Griffin and Lim's, see [OverlapAdd].
public final class Stft {
  private final int hopLength;
  private final double[] window;
  private final RealFft fft;
  private final double[] work;

  /// @param fftLength samples under the window, even, at least 4, without prime factors above 7
  /// @param hopLength from 1 to half of `fftLength`
  public Stft(int fftLength, int hopLength) {
    if (hopLength < 1 || hopLength > fftLength / 2) {
      throw new IllegalArgumentException(
          "hop must be from 1 to %d, was %d".formatted(fftLength / 2, hopLength));
    }
    this.hopLength = hopLength;
    this.window = Window.hann(fftLength);
    this.fft = RealFft.of(fftLength);
    this.work = new double[fftLength + 2];
  }

  /// The transform on that grid.
  public Stft(AnalysisGrid grid) {
    this(grid.fftLength(), grid.hopLength());
  }

  /// Samples under the window.
  public int fftLength() {
    return window.length;
  }

  /// Samples from frame to frame.
  public int hopLength() {
    return hopLength;
  }

  /// Bins of a frame.
  public int bins() {
    return window.length / 2 + 1;
  }

  /// The window, not to be changed.
  double[] window() {
    return window;
  }

  /// Transforms one frame.
  ///
  /// @param signal samples; those outside `[0, end)` are taken as silence
  /// @param start index in `signal` of the window's first sample, may be negative
  /// @param end index after the last sample that counts
  /// @param spectrum `[2 * bins]`, overwritten
  public void frame(float[] signal, int start, int end, float[] spectrum) {
    int first = Math.clamp(-(long) start, 0, window.length);
    int last = Math.clamp((long) end - start, first, window.length);
    Arrays.fill(work, 0, first, 0);
    for (int i = first; i < last; i++) {
      work[i] = (double) signal[start + i] * window[i];
    }
    Arrays.fill(work, last, window.length, 0);
    fft.forward(work);
    for (int i = 0; i < work.length; i++) {
      spectrum[i] = (float) work[i];
    }
  }

  /// Turns one frame's bins back into its samples, windowed once more as [OverlapAdd] needs them.
  ///
  /// @param spectrum `[2 * bins]`
  /// @return `[≥ fftLength]`, overwritten by the next call
  double[] samples(float[] spectrum) {
    for (int i = 0; i < work.length; i++) {
      work[i] = spectrum[i];
    }
    fft.inverse(work);
    for (int i = 0; i < window.length; i++) {
      work[i] *= window[i];
    }
    return work;
  }

  /// Transforms a whole signal; for short ones, it takes memory for all frames.
  ///
  /// @param signal `[n]`
  /// @return `[ceil(n / hop) + 1][2 * bins]`
  public float[][] forward(float[] signal) {
    var spectrum = new float[Math.ceilDiv(signal.length, hopLength) + 1][2 * bins()];
    for (int t = 0; t < spectrum.length; t++) {
      frame(signal, t * hopLength - window.length / 2, signal.length, spectrum[t]);
    }
    return spectrum;
  }

  /// The signal of `n` samples whose spectrum comes nearest to `spectrum`; the very signal where
  /// nothing was changed.
  ///
  /// @param spectrum `[ceil(n / hop) + 1][2 * bins]`, unchanged
  public float[] inverse(float[][] spectrum, int n) {
    var overlapAdd = new OverlapAdd(this);
    var signal = new float[n];
    int done = 0;
    for (float[] frame : spectrum) {
      overlapAdd.add(frame);
      done += overlapAdd.take(signal, done, n - done);
    }
    overlapAdd.finish();
    overlapAdd.take(signal, done, n - done);
    return signal;
  }
}
