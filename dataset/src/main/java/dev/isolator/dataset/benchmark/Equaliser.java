package dev.isolator.dataset.benchmark;

import java.util.SplittableRandom;

/// Two to three peaking filters in series.
///
/// Source: Bristow-Johnson, *Cookbook formulae for audio EQ biquad filter coefficients*.
///
/// @param stages `[filters][5]`: b0, b1, b2, a1, a2
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record Equaliser(double[][] stages) {

  /// A random equaliser: gains of at most ±6 dB, 120 Hz to 9 kHz, quality 0.7 to 2.
  static Equaliser random(SplittableRandom random, int sampleRate) {
    var stages = new double[2 + random.nextInt(2)][];
    for (int s = 0; s < stages.length; s++) {
      double hz = 120 * Math.pow(75, random.nextDouble());
      double gainDb = 12 * (random.nextDouble() - 0.5);
      double quality = 0.7 + 1.3 * random.nextDouble();
      double a = Math.pow(10, gainDb / 40);
      double w = 2 * Math.PI * hz / sampleRate;
      double alpha = Math.sin(w) / (2 * quality);
      double a0 = 1 + alpha / a;
      stages[s] =
          new double[] {
            (1 + alpha * a) / a0,
            -2 * Math.cos(w) / a0,
            (1 - alpha * a) / a0,
            -2 * Math.cos(w) / a0,
            (1 - alpha / a) / a0
          };
    }
    return new Equaliser(stages);
  }

  float[][] apply(float[][] samples) {
    var out = new float[samples.length][samples[0].length];
    for (int c = 0; c < samples.length; c++) {
      var signal = new double[out[c].length];
      for (int i = 0; i < signal.length; i++) {
        signal[i] = samples[c][i];
      }
      for (double[] stage : stages) {
        filter(signal, stage);
      }
      for (int i = 0; i < signal.length; i++) {
        out[c][i] = (float) signal[i];
      }
    }
    return out;
  }

  /// In place, in the transposed direct form II.
  private static void filter(double[] signal, double[] f) {
    double first = 0;
    double second = 0;
    for (int i = 0; i < signal.length; i++) {
      double x = signal[i];
      double y = f[0] * x + first;
      first = f[1] * x - f[3] * y + second;
      second = f[2] * x - f[4] * y;
      signal[i] = y;
    }
  }
}
