package dev.isolator.spectrum;

/// Joins frames of bins into one signal by weighted overlap-add, as a stream.
///
/// Each frame is transformed back, windowed once more, and added; the sum is divided by the sum of
/// the squared windows over each sample, so that untouched spectra give back their signal exactly,
/// also under the first and last frames, where fewer windows lie.
///
/// Frames come in order from frame 0, which is centred on sample 0. After frame `t`, samples up to
/// `(t + 1) * hop − fftLength / 2` can be taken. One instance per channel and thread; nothing is
/// allocated after construction. Sums are kept in double.
///
/// Source: Griffin and Lim, IEEE Trans. ASSP 32(2), 1984, equation 6: the least-squares inverse.
public final class OverlapAdd {
  private final Stft stft;
  private final double[] sum;
  private final double[] weight;
  private final double[] squaredWindow;

  /// Position in the signal of `sum[0]`; negative until the first half window is past.
  private long position;

  /// Samples from `position` on that no later frame will touch.
  private int ready;

  private boolean finished;

  /// Starts before the first frame.
  ///
  /// @param stft the transform that made the frames; its instance is used, on the same thread
  public OverlapAdd(Stft stft) {
    this.stft = stft;
    int length = stft.fftLength();
    // Room for a frame while up to one hop waits to be taken.
    this.sum = new double[length + stft.hopLength()];
    this.weight = new double[sum.length];
    this.squaredWindow = new double[length];
    for (int i = 0; i < length; i++) {
      squaredWindow[i] = stft.window()[i] * stft.window()[i];
    }
    this.position = -length / 2;
  }

  /// Adds the next frame. What is [#ready()] must have been taken before.
  ///
  /// @param spectrum `[2 * bins]`
  public void add(float[] spectrum) {
    if (ready() > 0 || finished) {
      throw new IllegalStateException(
          finished ? "the signal is finished" : ready() + " samples must be taken first");
    }
    dropBeforeStart();
    double[] samples = stft.samples(spectrum);
    for (int i = 0; i < squaredWindow.length; i++) {
      sum[i] += samples[i];
      weight[i] += squaredWindow[i];
    }
    ready = stft.hopLength();
  }

  /// No more frames come: everything left can be taken, silence after that.
  public void finish() {
    dropBeforeStart();
    finished = true;
    ready = sum.length;
  }

  /// Samples that can be taken now.
  public int ready() {
    return (int) Math.max(0, Math.min(ready, position + ready));
  }

  /// Takes samples that are ready.
  ///
  /// @param signal written from `offset` on
  /// @param count the most samples wanted
  /// @return samples written, 0 if none is ready
  public int take(float[] signal, int offset, int count) {
    dropBeforeStart();
    int taken = Math.min(count, ready);
    if (taken <= 0) {
      return 0;
    }
    for (int i = 0; i < taken; i++) {
      signal[offset + i] = weight[i] > 0 ? (float) (sum[i] / weight[i]) : 0;
    }
    advance(taken);
    return taken;
  }

  /// Forgets what lies before sample 0: the first half of frame 0's window.
  private void dropBeforeStart() {
    if (position < 0 && ready > 0) {
      advance((int) Math.min(ready, -position));
    }
  }

  private void advance(int samples) {
    System.arraycopy(sum, samples, sum, 0, sum.length - samples);
    System.arraycopy(weight, samples, weight, 0, weight.length - samples);
    java.util.Arrays.fill(sum, sum.length - samples, sum.length, 0);
    java.util.Arrays.fill(weight, weight.length - samples, weight.length, 0);
    position += samples;
    ready -= samples;
  }
}
