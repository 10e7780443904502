package dev.isolator.model;

import dev.isolator.spectrum.RealFft;
import dev.isolator.spectrum.Window;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// The short-time Fourier transform of a segment and its inverse, as an [Adapter.Spectra] says. In
/// double; one thread at a time; allocates nothing after construction.
final class SegmentTransform {
  private final Adapter.Spectra spectra;
  private final int segmentFrames;
  private final double[] window;
  private final RealFft fft;
  private final double[] work;
  private final double[] sum;

  /// Squared windows of all frames under each sample, `[segmentFrames]`.
  private final double[] weight;

  /// @param segmentFrames samples of a segment
  SegmentTransform(Adapter.Spectra spectra, int segmentFrames) {
    this.spectra = spectra;
    this.segmentFrames = segmentFrames;
    this.window = Window.hann(spectra.fftLength());
    this.fft = RealFft.of(spectra.fftLength());
    this.work = new double[spectra.fftLength() + 2];
    this.sum = new double[segmentFrames];
    this.weight = new double[segmentFrames];
    for (int t = -spectra.silentFrames(); t < spectra.frames() + spectra.silentFrames(); t++) {
      addWindow(t, weight, 0);
    }
  }

  /// Bins of a frame, 0 Hz to half the rate.
  int bins() {
    return spectra.fftLength() / 2 + 1;
  }

  /// Transforms a frame.
  ///
  /// @param samples of the segment from index `at` on
  /// @param frame `[2 * bins]`, interleaved; overwritten
  void forward(FloatBuffer samples, int at, int t, float[] frame) {
    int first = start(t);
    for (int i = 0; i < window.length; i++) {
      int place = place(first + i);
      work[i] = place < 0 ? 0 : window[i] * samples.get(at + place);
    }
    fft.forward(work);
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (float) (spectra.scale() * work[i]);
    }
  }

  private int start(int t) {
    return spectra.firstSample() + t * spectra.hopLength();
  }

  /// Where a sample is found in the segment; −1 is silence.
  private int place(int sample) {
    if (sample >= 0 && sample < segmentFrames) {
      return sample;
    }
    if (!spectra.reflected()) {
      return -1;
    }
    int mirrored = sample < 0 ? -sample : 2 * (segmentFrames - 1) - sample;
    return mirrored >= 0 && mirrored < segmentFrames ? mirrored : -1;
  }

  /// Begins to join frames.
  void begin() {
    Arrays.fill(sum, 0);
  }

  /// Adds a frame to those that are joined.
  ///
  /// @param frame `[2 * bins]`, interleaved
  void add(int t, double[] frame) {
    for (int i = 0; i < work.length; i++) {
      work[i] = frame[i] / spectra.scale();
    }
    fft.inverse(work);
    int first = start(t);
    int from = Math.clamp(-(long) first, 0, window.length);
    int to = Math.clamp((long) segmentFrames - first, from, window.length);
    for (int i = from; i < to; i++) {
      sum[first + i] += window[i] * work[i];
    }
  }

  /// Adds a frame's squared window.
  ///
  /// @param at the sample of the segment at index 0
  void addWindow(int t, double[] squares, int at) {
    int first = start(t) - at;
    int from = Math.clamp(-(long) first, 0, window.length);
    int to = Math.clamp((long) squares.length - first, from, window.length);
    for (int i = from; i < to; i++) {
      squares[first + i] += window[i] * window[i];
    }
  }

  /// A sample of the joined frames, `Σ w y / Σ w²`.
  double joined(int sample) {
    return weight[sample] > 0 ? sum[sample] / weight[sample] : 0;
  }

  /// A sample of the joined frames over other weights than those of all frames.
  double joined(int sample, double squares) {
    return squares > 0 ? sum[sample] / squares : 0;
  }
}
