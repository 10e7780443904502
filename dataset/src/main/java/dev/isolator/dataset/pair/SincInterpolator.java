package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Axpy;
import dev.isolator.dataset.recording.KaiserWindow;
import java.util.Arrays;

/// Reads a signal between its samples: band-limited interpolation with a Kaiser-windowed sinc.
///
/// With 64 taps and a beta of 9, the error for tones up to 0.8 of the Nyquist frequency is below
/// −90 dB. Rates differ from 1 by parts per million only, so there is no additional low-pass
/// filter. Outside the signal there is silence. Immutable; any number of threads.
///
/// Source: Smith, *Digital Audio Resampling*, CCRMA.
final class SincInterpolator {
  private static final int PHASES = 1024;
  private static final double BETA = 9;

  /// Most samples that are read with the same filters.
  private static final int BLOCK = 512;

  /// Runs of fewer samples are read one by one.
  private static final int FEW = 16;

  /// Largest change of the fractional position within a block, in samples. The error of the
  /// parabola is then 84 dB below a tone at the Nyquist frequency, and 18 dB less for each octave
  /// below.
  private static final double TURN = 1.0 / 16;

  /// Largest difference of the step from 1 for which blocks are used.
  private static final double MOST_DRIFT = 2e-3;

  private final int half;

  /// `[PHASES + 1][2 * half]`: the taps for a fraction of `phase / PHASES`.
  private final float[][] table;

  /// @param half taps on either side, 8 to 64, even
  SincInterpolator(int half) {
    this.half = half;
    this.table = new float[PHASES + 1][2 * half];
    for (int p = 0; p <= PHASES; p++) {
      double fraction = (double) p / PHASES;
      double sum = 0;
      var taps = new double[2 * half];
      for (int k = 0; k < taps.length; k++) {
        double x = k - half + 1 - fraction;
        double window = KaiserWindow.window(x / half, BETA);
        taps[k] = window * (x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
        sum += taps[k];
      }
      for (int k = 0; k < taps.length; k++) {
        table[p][k] = (float) (taps[k] / sum);
      }
    }
  }

  /// Writes `out[i] = signal(first + (i − from) · step)` for `i` from `from` to `to`; positions are
  /// in samples of `signal`.
  void read(float[] signal, double first, double step, float[] out, int from, int to) {
    double drift = step - 1;
    if (!(Math.abs(drift) < MOST_DRIFT)) {
      plain(signal, first, step, out, from, to);
      return;
    }
    var block = new Block();
    for (int i = from; i < to; ) {
      double at = first + (i - from) * step;
      int whole = (int) Math.floor(at);
      double fraction = at - whole;
      int n = Math.min(BLOCK, to - i);
      if (drift != 0) {
        double left = drift > 0 ? 1 - fraction : fraction;
        n = (int) Math.min(n, 1 + Math.min(left, TURN) / Math.abs(drift));
      }
      int start = whole - half + 1;
      if (n >= FEW && start >= 0 && start + n - 1 + 2 * half <= signal.length) {
        block.read(signal, start, fraction, drift, out, i, n);
      } else {
        plain(signal, at, step, out, i, i + n);
      }
      i += n;
    }
  }

  /// Reads a run of samples whose fractional position changes little: with the filters for the
  /// first, the middle and the last position, interpolated by a parabola.
  private final class Block {
    private final double[][] sums = new double[3][BLOCK];

    void read(
        float[] signal, int start, double fraction, double drift, float[] out, int to, int n) {
      double turn = drift * (n - 1);
      filter(signal, start, fraction, n, sums[0]);
      if (drift == 0) {
        for (int i = 0; i < n; i++) {
          out[to + i] = (float) sums[0][i];
        }
        return;
      }
      filter(signal, start, fraction + turn / 2, n, sums[1]);
      filter(signal, start, Math.clamp(fraction + turn, 0, 1), n, sums[2]);
      double step = 1.0 / (n - 1);
      for (int i = 0; i < n; i++) {
        double u = i * step;
        out[to + i] =
            (float)
                ((1 - u) * (1 - 2 * u) * sums[0][i]
                    + 4 * u * (1 - u) * sums[1][i]
                    + u * (2 * u - 1) * sums[2][i]);
      }
    }

    private void filter(float[] signal, int start, double fraction, int n, double[] sum) {
      double phase = fraction * PHASES;
      int row = (int) phase;
      double blend = phase - row;
      float[] low = table[row];
      float[] high = table[Math.min(PHASES, row + 1)];
      Arrays.fill(sum, 0, n, 0);
      for (int k = 0; k < low.length; k++) {
        Axpy.add(sum, 0, signal, start + k, low[k] + blend * (high[k] - low[k]), n);
      }
    }
  }

  /// The same, sample by sample: for the ends of the signal, for steps far from 1, and as a
  /// reference for the tests.
  void plain(float[] signal, double first, double step, float[] out, int from, int to) {
    var taps = new float[2 * half];
    for (int i = from; i < to; i++) {
      double at = first + (i - from) * step;
      int whole = (int) Math.floor(at);
      double phase = (at - whole) * PHASES;
      int row = (int) phase;
      float blend = (float) (phase - row);
      float[] low = table[row];
      float[] high = table[Math.min(PHASES, row + 1)];
      int start = whole - half + 1;
      for (int k = 0; k < taps.length; k++) {
        taps[k] = low[k] + blend * (high[k] - low[k]);
      }
      boolean inside = start >= 0 && start + taps.length <= signal.length;
      out[i] = inside ? product(taps, signal, start) : productAtEdge(taps, signal, start);
    }
  }

  /// Four independent sums let the processor add in parallel; the number of taps is a multiple of
  /// four.
  private static float product(float[] taps, float[] signal, int start) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int k = 0; k < taps.length; k += 4) {
      a += taps[k] * signal[start + k];
      b += taps[k + 1] * signal[start + k + 1];
      c += taps[k + 2] * signal[start + k + 2];
      d += taps[k + 3] * signal[start + k + 3];
    }
    return a + b + (c + d);
  }

  private static float productAtEdge(float[] taps, float[] signal, int start) {
    float sum = 0;
    int to = Math.min(taps.length, signal.length - start);
    for (int k = Math.max(0, -start); k < to; k++) {
      sum += taps[k] * signal[start + k];
    }
    return sum;
  }
}
