package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Recording;
import java.util.SplittableRandom;

/// Small made-up songs: a voice of gliding harmonics with pauses and hisses, an accompaniment of
/// chords, bass and drum hits. 16 kHz, so that tests stay quick.
final class Songs {
  static final int RATE = 16_000;

  private Songs() {}

  static float[] voice(long seed, double seconds) {
    return take(seed, seconds, 1, 5.5);
  }

  /// The same notes at the same times, sung again: a little out of tune, with another vibrato.
  static float[] take(long seed, double seconds, double tuning, double vibratoHz) {
    var random = new SplittableRandom(seed);
    var out = new float[(int) (seconds * RATE)];
    double phase = 0;
    double hz = 220;
    double target = hz;
    double loudness = 0;
    double aim = 0.3;
    double hiss = 0;
    int until = 0;
    for (int i = 0; i < out.length; i++) {
      if (i >= until) {
        until = i + (int) ((0.15 + 0.5 * random.nextDouble()) * RATE);
        target = 160 * Math.pow(2, random.nextInt(18) / 12.0);
        aim = random.nextInt(4) == 0 ? 0 : 0.15 + 0.3 * random.nextDouble();
        hiss = random.nextInt(2) * 0.2;
      }
      hz += (target - hz) * 0.002;
      loudness += (aim - loudness) * 0.004;
      hiss *= 0.999;
      phase +=
          2
              * Math.PI
              * hz
              * tuning
              * (1 + 0.01 * Math.sin(i * 2 * Math.PI * vibratoHz / RATE))
              / RATE;
      double x = 0;
      for (int h = 1; h <= 12; h++) {
        x += Math.sin(h * phase) / h;
      }
      double breath = hiss * (random.nextDouble() - 0.5);
      out[i] = (float) (loudness * x * 0.5 + (tuning == 1 ? breath : breath * Math.sin(i)));
    }
    return out;
  }

  static float[] band(long seed, double seconds) {
    var random = new SplittableRandom(seed);
    var out = new float[(int) (seconds * RATE)];
    double[] hz = new double[4];
    double drum = 0;
    for (int i = 0; i < out.length; i++) {
      if (i % (RATE / 2) == 0) {
        for (int n = 0; n < hz.length; n++) {
          hz[n] = 65 * Math.pow(2, n + random.nextInt(12) / 12.0);
        }
      }
      if (i % (RATE / 4) == 0) {
        drum = 0.3 + 0.4 * random.nextDouble();
      }
      drum *= 0.9985;
      double x = drum * (random.nextDouble() - 0.5);
      for (double f : hz) {
        double p = i * f / RATE;
        x += 0.12 * (2 * (p - Math.floor(p)) - 1);
      }
      out[i] = (float) x;
    }
    return out;
  }

  static Recording mono(float[] samples) {
    return new Recording(new float[][] {samples}, RATE);
  }

  static float[] sum(float[] a, float[] b) {
    var out = a.clone();
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      out[i] += b[i];
    }
    return out;
  }

  static float[] times(float[] a, double gain) {
    var out = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      out[i] = (float) (a[i] * gain);
    }
    return out;
  }

  static float[] from(float[] a, int frame) {
    return frame >= 0
        ? java.util.Arrays.copyOfRange(a, frame, a.length)
        : sum(new float[a.length - frame], shifted(a, -frame));
  }

  private static float[] shifted(float[] a, int frames) {
    var out = new float[a.length + frames];
    System.arraycopy(a, 0, out, frames, a.length);
    return out;
  }

  static float[] without(float[] a, int from, int frames) {
    var out = new float[a.length - frames];
    System.arraycopy(a, 0, out, 0, from);
    System.arraycopy(a, from + frames, out, from, out.length - from);
    return out;
  }

  /// By the interpolation of Lagrange's polynomials through 8 points, unlike [SincInterpolator].
  static float[] longer(float[] a, double ppm) {
    double factor = 1 + ppm * 1e-6;
    var out = new float[(int) (a.length * factor)];
    for (int i = 0; i < out.length; i++) {
      double at = i / factor;
      int whole = (int) at;
      double sum = 0;
      for (int k = -3; k <= 4; k++) {
        double weight = 1;
        for (int m = -3; m <= 4; m++) {
          weight *= m == k ? 1 : (at - whole - m) / (k - m);
        }
        int index = whole + k;
        sum += index >= 0 && index < a.length ? weight * a[index] : 0;
      }
      out[i] = (float) sum;
    }
    return out;
  }
}
