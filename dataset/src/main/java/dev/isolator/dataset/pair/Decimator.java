package dev.isolator.dataset.pair;

import java.util.stream.IntStream;

/// Makes a signal shorter for searches that need low frequencies only.
final class Decimator {
  private Decimator() {}

  /// Low-passes by a Hann-windowed sinc of 12 periods and keeps every `factor`-th sample; sample
  /// `i` of the result lies at sample `i · factor` of the signal.
  static float[] decimate(float[] signal, int factor) {
    if (factor == 1) {
      return signal;
    }
    int half = 6 * factor;
    var taps = new double[2 * half + 1];
    double sum = 0;
    for (int k = -half; k <= half; k++) {
      double x = k / (double) factor * 0.9;
      double sinc = k == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      taps[k + half] = sinc * (0.5 + 0.5 * Math.cos(Math.PI * k / (half + 1.0)));
      sum += taps[k + half];
    }
    double scale = 1 / sum;
    var out = new float[Math.ceilDiv(signal.length, factor)];
    int chunk = 1 << 15;
    IntStream.range(0, Math.ceilDiv(out.length, chunk))
        .parallel()
        .forEach(
            c -> {
              for (int i = c * chunk; i < Math.min(out.length, (c + 1) * chunk); i++) {
                int centre = i * factor;
                double total = 0;
                int to = Math.min(half, signal.length - 1 - centre);
                for (int k = Math.max(-half, -centre); k <= to; k++) {
                  total += taps[k + half] * signal[centre + k];
                }
                out[i] = (float) (total * scale);
              }
            });
    return out;
  }
}
