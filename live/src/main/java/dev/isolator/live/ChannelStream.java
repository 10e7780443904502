package dev.isolator.live;

import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.RealFft;
import java.util.Arrays;

/// One channel of the sound on its way: samples → spectra → masked spectra → samples of every stem
/// but the last. Everything is allocated at the start. Audio thread.
///
/// Positions count samples of the stream from 0; rings keep what is still needed.
final class ChannelStream {
  private final AnalysisGrid grid;
  private final SynthesisWindow window;
  private final RealFft fft;
  private final double[] work;

  /// The input, by position modulo its length.
  private final float[] history;

  /// Spectra that wait for their masks, `[number % length][2 * bins]`.
  private final float[][] spectra;

  /// Sums of windowed samples that are not given away yet, `[stem][position % length]`.
  private final double[][] sums;

  private final int mask;

  /// @param stems without the last
  /// @param waiting spectra that wait for their masks at a time
  /// @param delay frames that the output is late
  ChannelStream(AnalysisGrid grid, SynthesisWindow window, int stems, int waiting, int delay) {
    this.grid = grid;
    this.window = window;
    this.fft = RealFft.of(grid.fftLength());
    this.work = new double[grid.fftLength() + 2];
    int needed = delay + 2 * grid.fftLength();
    int ring = Integer.highestOneBit(needed - 1) << 1;
    this.history = new float[ring];
    this.sums = new double[stems][ring];
    this.mask = ring - 1;
    this.spectra = new float[waiting + 1][2 * grid.bins()];
  }

  /// Takes samples; those that are no sound become 0.
  ///
  /// @param position of the first one in the stream
  /// @return how many were no sound
  int add(long position, float[] block, int from, int frames) {
    int replaced = 0;
    for (int i = 0; i < frames; i++) {
      float sample = block[from + i];
      if (!(Math.abs(sample) <= LiveSeparator.MAX_AMPLITUDE)) { // NaN too
        sample = 0;
        replaced++;
      }
      history[(int) (position + i) & mask] = sample;
    }
    return replaced;
  }

  /// The input sample at a position.
  float sample(long position) {
    return history[(int) position & mask];
  }

  /// Transforms the samples before a position for the network, under its own window.
  ///
  /// @param analysis the network's window
  /// @param end one past the window's last sample
  /// @param into `[4 * model bins]`: this side's real parts and imaginary parts are written
  void analyse(double[] analysis, long end, float[] into, int side) {
    transform(analysis, end);
    int bins = grid.modelBins();
    int re = 2 * side * bins;
    int im = re + bins;
    int known = Math.min(bins, grid.bins());
    for (int bin = 0; bin < known; bin++) {
      into[re + bin] = (float) work[2 * bin] * grid.scale();
      into[im + bin] = (float) work[2 * bin + 1] * grid.scale();
    }
  }

  /// Transforms the samples before a position, and keeps the spectrum until its mask is there.
  void keep(long number, long end) {
    transform(window.analysis(), end);
    keepLast(number);
  }

  /// Keeps the spectrum of the last transform.
  void keepLast(long number) {
    float[] spectrum = spectra[(int) (number % spectra.length)];
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = (float) work[i];
    }
  }

  private void transform(double[] analysis, long end) {
    long start = end - analysis.length;
    for (int i = 0; i < analysis.length; i++) {
      long position = start + i;
      work[i] = position < 0 ? 0 : history[(int) position & mask] * analysis[i];
    }
    fft.forward(work);
  }

  /// Masks a kept spectrum and joins it to every stem but the last.
  ///
  /// @param end one past the window's last sample
  /// @param masks `[stems][2][model bins]`
  /// @param side whose mask is taken
  /// @param otherSide the same; or the other one for a channel that was heard on both sides: its
  ///   mask is the mean
  void join(long number, long end, float[] masks, int side, int otherSide) {
    float[] spectrum = spectra[(int) (number % spectra.length)];
    int bins = grid.modelBins();
    int known = Math.min(bins, grid.bins());
    for (int stem = 0; stem < sums.length; stem++) {
      int row = (2 * stem + side) * bins;
      int otherRow = (2 * stem + otherSide) * bins;
      float share = 0;
      for (int bin = 0; bin < grid.bins(); bin++) {
        if (bin < known) { // bins beyond the model's top take the mask of its last bin
          share =
              row == otherRow
                  ? masks[row + bin]
                  : 0.5f * (masks[row + bin] + masks[otherRow + bin]);
        }
        work[2 * bin] = spectrum[2 * bin] * share;
        work[2 * bin + 1] = spectrum[2 * bin + 1] * share;
      }
      fft.inverse(work);
      overlapAdd(end, sums[stem]);
    }
  }

  private void overlapAdd(long end, double[] sum) {
    double[] synthesis = window.synthesis();
    int length = synthesis.length;
    long start = end - length;
    int first =
        (int) Math.max(length - window.frames(), -start); // before the stream nobody listens
    for (int i = first; i < length; i++) {
      sum[(int) (start + i) & mask] += work[i] * synthesis[i];
    }
  }

  /// Forgets everything.
  void clear() {
    Arrays.fill(history, 0);
    for (double[] sum : sums) {
      Arrays.fill(sum, 0);
    }
  }

  /// Gives away a stem's sample, whose place in the ring becomes free.
  float take(int stem, long position) {
    int at = (int) position & mask;
    double sample = sums[stem][at];
    sums[stem][at] = 0;
    return (float) sample;
  }
}
