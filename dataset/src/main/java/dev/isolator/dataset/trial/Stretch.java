package dev.isolator.dataset.trial;

import java.util.stream.IntStream;

/// A clock that runs at another speed, by a plain 64-tap Blackman-windowed sinc: a different
/// interpolator from the one that is on trial.
final class Stretch {
  private static final int HALF = 32;

  private Stretch() {}

  /// The samples `factor` times as long.
  static float[][] by(float[][] samples, double factor) {
    int frames = (int) Math.round(samples[0].length * factor);
    var out = new float[samples.length][frames];
    int chunk = 1 << 15;
    IntStream.range(0, Math.ceilDiv(frames, chunk))
        .parallel()
        .forEach(
            job -> {
              var taps = new double[2 * HALF];
              for (int i = job * chunk; i < Math.min(frames, (job + 1) * chunk); i++) {
                double at = i / factor;
                int whole = (int) Math.floor(at);
                fill(taps, at - whole);
                int start = whole - HALF + 1;
                for (int c = 0; c < samples.length; c++) {
                  out[c][i] = (float) product(taps, samples[c], start);
                }
              }
            });
    return out;
  }

  /// `Σ taps[k] · signal[start + k]`; four sums side by side keep the adder busy.
  private static double product(double[] taps, float[] signal, int start) {
    double a = 0;
    double b = 0;
    if (start < 0 || start + taps.length > signal.length) {
      for (int k = Math.max(0, -start); k < Math.min(taps.length, signal.length - start); k++) {
        a += taps[k] * signal[start + k];
      }
      return a;
    }
    double c = 0;
    double d = 0;
    for (int k = 0; k < taps.length; k += 4) {
      a += taps[k] * signal[start + k];
      b += taps[k + 1] * signal[start + k + 1];
      c += taps[k + 2] * signal[start + k + 2];
      d += taps[k + 3] * signal[start + k + 3];
    }
    return a + b + (c + d);
  }

  private static void fill(double[] taps, double fraction) {
    double sine = Math.sin(Math.PI * fraction);
    double step = Math.PI / HALF;
    // cos(step·x) for consecutive x by rotation: one sine and cosine per sample, not per tap
    double x = -HALF + 1 - fraction;
    double cos = Math.cos(step * x);
    double sin = Math.sin(step * x);
    double rotateCos = Math.cos(step);
    double rotateSin = Math.sin(step);
    for (int k = 0; k < taps.length; k++, x += 1) {
      double window = 0.42 + 0.5 * cos + 0.08 * (2 * cos * cos - 1);
      double sign = ((k - HALF + 1) & 1) == 0 ? -1 : 1;
      taps[k] = Math.abs(x) < 1e-9 ? window : window * sign * sine / (Math.PI * x);
      double turned = cos * rotateCos - sin * rotateSin;
      sin = sin * rotateCos + cos * rotateSin;
      cos = turned;
    }
  }
}
