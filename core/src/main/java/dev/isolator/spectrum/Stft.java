package dev.isolator.spectrum;

/// The short-time Fourier transform: samples to frames of bins.
///
/// | array | shape | unit |
/// |---|---|---|
/// | signal | `[n]` | linear amplitude, full scale ±1.0 |
/// | spectrum of a frame | `[2 * bins]` interleaved | amplitude, not normalised: a full-scale cosine at a bin's centre stands `fftLength / 4` high |
///
/// Frame `t` is centred on sample `t * hop` under a periodic Hann window; outside the signal there
/// is silence. One instance per thread; [#frame] and [#samples] allocate nothing.
///
/// Source: Allen, IEEE Trans. ASSP 25(3), 1977; the inverse is Griffin and Lim's, see [OverlapAdd].
public final class Stft {
  private final int hopLength;
  private final float[] window;
  private final RealFft fft;

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
  float[] window() {
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
    java.util.Arrays.fill(spectrum, 0, first, 0);
    for (int i = first; i < last; i++) {
      spectrum[i] = signal[start + i] * window[i];
    }
    java.util.Arrays.fill(spectrum, last, window.length, 0);
    fft.forward(spectrum);
  }

  /// Turns one frame's bins back into its windowed samples, in place: the first `fftLength` values.
  /// The window is applied once more, as [OverlapAdd] needs it.
  public void samples(float[] spectrum) {
    fft.inverse(spectrum);
    for (int i = 0; i < window.length; i++) {
      spectrum[i] *= window[i];
    }
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
    var frame = new float[2 * bins()];
    for (float[] bins : spectrum) {
      System.arraycopy(bins, 0, frame, 0, frame.length);
      overlapAdd.add(frame);
      done += overlapAdd.take(signal, done, n - done);
    }
    overlapAdd.finish();
    overlapAdd.take(signal, done, n - done);
    return signal;
  }
}
