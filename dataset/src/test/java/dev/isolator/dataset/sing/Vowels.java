package dev.isolator.dataset.sing;

import java.util.SplittableRandom;

/// A voice out of arithmetic: harmonics of a known pitch under a known envelope, and noise for
/// consonants.
public final class Vowels {
  private static final double[][] FORMANTS = {{700, 90, 1}, {1220, 110, 0.6}, {2600, 160, 0.3}};

  private Vowels() {}

  /// Gain of the mouth at a frequency: three resonances of an "a".
  static double envelope(double hz) {
    double sum = 0.01;
    for (double[] formant : FORMANTS) {
      double x = (hz - formant[0]) / formant[1];
      sum += formant[2] / (1 + x * x);
    }
    return sum;
  }

  /// A vowel whose pitch moves straight from one frequency to another.
  ///
  /// @return mono, about 0.1 rms
  public static float[] sung(double fromHz, double toHz, double seconds, int sampleRate) {
    var out = new float[(int) (seconds * sampleRate)];
    for (int k = 1; k * Math.max(fromHz, toHz) < 5000; k++) {
      double cycles = 0;
      for (int i = 0; i < out.length; i++) {
        double hz = fromHz + (toHz - fromHz) * i / out.length;
        cycles += hz / sampleRate;
        out[i] += (float) (0.1 * envelope(k * hz) * StrictMath.cos(2 * Math.PI * k * cycles));
      }
    }
    return out;
  }

  /// White noise, a consonant without pitch.
  public static float[] hissed(double seconds, int sampleRate, long seed) {
    var random = new SplittableRandom(seed);
    var out = new float[(int) (seconds * sampleRate)];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (0.2 * random.nextDouble() - 0.1);
    }
    return out;
  }

  /// One after the other.
  public static float[] joined(float[]... parts) {
    int length = 0;
    for (float[] part : parts) {
      length += part.length;
    }
    var out = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, out, at, part.length);
      at += part.length;
    }
    return out;
  }
}
