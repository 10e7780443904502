package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Axpy;
import dev.isolator.spectrum.Window;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Reduces the sample rate of a signal by a whole factor, for searches that use low frequencies
/// only.
final class Decimator {
  /// Length of the filter on either side, in samples of the result.
  private static final int REACH = 10;

  /// Samples of the result that are computed at a time; small enough for the first-level cache.
  private static final int BLOCK = 1024;

  private Decimator() {}

  /// Filters by a Hann-windowed sinc of 20 periods and keeps every `factor`-th sample. Sample `i`
  /// of the result lies at sample `i · factor` of the signal. Returns the signal itself if the
  /// factor is 1.
  static float[] decimate(float[] signal, int factor) {
    if (factor == 1) {
      return signal;
    }
    double[] taps = taps(factor);
    var out = new float[Math.ceilDiv(signal.length, factor)];
    int share = 16 * BLOCK;
    IntStream.range(0, Math.ceilDiv(out.length, share))
        .parallel()
        .forEach(
            s -> {
              var planes = new float[factor][BLOCK + 2 * REACH + 1];
              var sums = new double[BLOCK];
              int end = Math.min(out.length, (s + 1) * share);
              for (int from = s * share; from < end; from += BLOCK) {
                spread(signal, (from - REACH) * factor, planes);
                filter(planes, taps, sums);
                int n = Math.min(BLOCK, end - from);
                for (int i = 0; i < n; i++) {
                  out[from + i] = (float) sums[i];
                }
              }
            });
    return out;
  }

  /// Distributes samples to `factor` planes, so that each tap reads successive values of one plane
  /// (polyphase decomposition).
  private static void spread(float[] signal, int start, float[][] planes) {
    int factor = planes.length;
    for (int d = 0; d < factor; d++) {
      float[] plane = planes[d];
      for (int i = 0; i < plane.length; i++) {
        int at = start + i * factor + d;
        plane[i] = at >= 0 && at < signal.length ? signal[at] : 0;
      }
    }
  }

  private static void filter(float[][] planes, double[] taps, double[] sums) {
    Arrays.fill(sums, 0);
    int factor = planes.length;
    for (int k = 0; k < taps.length; k++) { // tap 0 lies REACH · factor samples before the centre
      Axpy.add(sums, 0, planes[k % factor], k / factor, taps[k], BLOCK);
    }
  }

  private static double[] taps(int factor) {
    int half = REACH * factor;
    var taps = new double[2 * half + 1];
    double[] hann =
        Window.hann(2 * half + 2); // its middle lies at tap `half`; it ends past the taps
    double sum = 0;
    for (int k = -half; k <= half; k++) {
      double x = k / (double) factor * 0.9;
      double sinc = k == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      taps[k + half] = sinc * hann[k + half + 1];
      sum += taps[k + half];
    }
    for (int k = 0; k < taps.length; k++) {
      taps[k] /= sum;
    }
    return taps;
  }
}
