package dev.isolator.dataset.recording;

import java.util.stream.IntStream;

/// Changes a sample rate by a rational factor: polyphase interpolation with a Kaiser-windowed sinc.
///
/// Written in plain Java, so that data sets made with it are the same bytes on every machine. Flat
/// within 0.01 dB up to 0.9 of the lower Nyquist frequency, images and aliases below −90 dB from
/// 1.0 of it on. Sample 0 stays where it is.
///
/// Source: Crochiere and Rabiner, *Multirate Digital Signal Processing*, 1983, chapter 2.
public final class RateChange {
  private static final int HALF = 48;
  private static final double BETA = 9.5;

  private RateChange() {}

  /// The recording at another rate, `round(frames · to / from)` frames long; itself if the rate is
  /// the same.
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
    int chunk = 1 << 15;
    int chunks = Math.ceilDiv(frames, chunk);
    IntStream.range(0, recording.channels() * chunks)
        .parallel()
        .forEach(
            job -> {
              int channel = job / Math.max(1, chunks);
              int from = job % Math.max(1, chunks) * chunk;
              read(
                  recording.samples()[channel],
                  table,
                  down,
                  out[channel],
                  from,
                  Math.min(frames, from + chunk));
            });
    return new Recording(out, sampleRate);
  }

  private static void read(float[] in, float[][] table, int down, float[] out, int from, int to) {
    int up = table.length;
    for (int i = from; i < to; i++) {
      long position = (long) i * down;
      int whole = (int) (position / up);
      float[] taps = table[(int) (position % up)];
      int start = whole - taps.length / 2 + 1;
      double sum = 0;
      for (int k = Math.max(0, -start); k < Math.min(taps.length, in.length - start); k++) {
        sum += taps[k] * (double) in[start + k];
      }
      out[i] = (float) sum;
    }
  }

  /// `[up][taps]`: the taps for each fraction of a sample.
  private static float[][] table(int up, int down) {
    double cutoff = 0.95 * Math.min(1, (double) up / down);
    int half = (int) Math.ceil(HALF / Math.min(1, (double) up / down));
    var table = new float[up][2 * half];
    for (int p = 0; p < up; p++) {
      for (int k = 0; k < 2 * half; k++) {
        double x = k - half + 1 - (double) p / up;
        double edge = x / half;
        double window =
            Math.abs(edge) < 1 ? bessel(BETA * Math.sqrt(1 - edge * edge)) / bessel(BETA) : 0;
        double angle = Math.PI * x * cutoff;
        table[p][k] = (float) (cutoff * window * (x == 0 ? 1 : StrictMath.sin(angle) / angle));
      }
    }
    return table;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /// The modified Bessel function of the first kind, order 0, by its power series.
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-14 * sum; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
