package dev.isolator.dataset.recording;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Changes a sample rate by a rational factor: polyphase interpolation with a Kaiser-windowed sinc.
///
/// It is plain Java, so that data sets are the same bytes on every machine. Flat within 0.01 dB up
/// to 0.9 of the lower Nyquist frequency, images and aliases below −90 dB from 1.0 of it on. Sample
/// 0 stays where it is.
///
/// Source: Crochiere and Rabiner, *Multirate Digital Signal Processing*, 1983, chapter 2.
public final class SampleRateConversion {
  /// Limits of the number of outputs that are computed at a time with the same taps: enough for
  /// vectorisation, few enough for the cache.
  private static final int LEAST_BLOCK = 128;

  private static final int MOST_BLOCK = 2048;
  private static final int FEW = 8192;

  private static final int HALF = 48;
  private static final double BETA = 9.5;

  private SampleRateConversion() {}

  /// The recording at another rate, `round(frames · to / from)` frames long; the same recording if
  /// it has that rate.
  public static Recording to(int sampleRate, Recording recording) {
    if (recording.sampleRate() == sampleRate) {
      return recording;
    }
    int divisor = gcd(sampleRate, recording.sampleRate());
    int up = sampleRate / divisor;
    int down = recording.sampleRate() / divisor;
    float[][] table = table(up, down);
    int frames = (int) Math.round((double) recording.frames() * up / down);
    var out = new float[recording.channels()][frames];
    int block = Math.clamp(FEW / up, LEAST_BLOCK, MOST_BLOCK);
    int share = up * block; // outputs of one job
    int shares = Math.ceilDiv(frames, share);
    IntStream.range(0, recording.channels() * shares)
        .parallel()
        .forEach(
            job -> {
              int channel = job / shares;
              read(
                  recording.samples()[channel],
                  table,
                  down,
                  out[channel],
                  job % shares * share,
                  block);
            });
    return new Recording(out, sampleRate);
  }

  /// Computes `up · block` outputs. Outputs at the same fraction of a sample use the same taps and
  /// read inputs that are `down` samples apart, so the input is distributed to `down` planes.
  private static void read(
      float[] in, float[][] table, int down, float[] out, int from, int block) {
    int up = table.length;
    int taps = table[0].length;
    int first = (int) ((long) from * down / up) - taps / 2 + 1; // `from` is a multiple of `up`
    var planes = new float[down][block + (taps + down) / down + 1];
    for (int i = 0; i < planes[0].length; i++) {
      int at = first + i * down;
      for (int d = 0; d < down; d++) {
        planes[d][i] = at + d >= 0 && at + d < in.length ? in[at + d] : 0;
      }
    }
    var sums = new double[block];
    for (int p = 0; p < up && from + p < out.length; p++) {
      long position = (long) p * down;
      int start = (int) (position / up);
      float[] phase = table[(int) (position % up)];
      Arrays.fill(sums, 0);
      for (int k = 0; k < taps; k++) {
        Axpy.add(sums, 0, planes[(start + k) % down], (start + k) / down, phase[k], block);
      }
      int n = Math.min(block, Math.ceilDiv(out.length - from - p, up));
      for (int i = 0; i < n; i++) {
        out[from + p + i * up] = (float) sums[i];
      }
    }
  }

  /// `[up][taps]`: the taps for each fraction of a sample.
  static float[][] table(int up, int down) {
    double cutoff = 0.95 * Math.min(1, (double) up / down);
    int half = (int) Math.ceil(HALF / Math.min(1, (double) up / down));
    var table = new float[up][2 * half];
    for (int p = 0; p < up; p++) {
      for (int k = 0; k < 2 * half; k++) {
        double x = k - half + 1 - (double) p / up;
        double window = KaiserWindow.window(x / half, BETA);
        double angle = Math.PI * x * cutoff;
        table[p][k] = (float) (cutoff * window * (x == 0 ? 1 : StrictMath.sin(angle) / angle));
      }
    }
    return table;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
