package dev.isolator.train.data;

import java.util.SplittableRandom;

/// A room: eight delay lines that feed each other, each with a damped loop.
///
/// Source: Jot and Chaigne, AES 90th Convention, 1991; the matrix is Householder's.
final class Reverb {
  private static final int LINES = 8;

  private Reverb() {}

  /// The room's answer alone.
  ///
  /// @param dry `[n]`
  /// @param seconds until 60 dB below
  /// @return `[2][n]`
  static float[][] of(float[] dry, double seconds, SplittableRandom random) {
    int n = dry.length;
    var wet = new float[2][n];
    var lines = new float[LINES][];
    var gain = new float[LINES];
    var place = new int[LINES];
    var low = new float[LINES];
    for (int k = 0; k < LINES; k++) {
      int length = (int) (PcmFile.SAMPLE_RATE * (0.021 + 0.0062 * k + random.nextDouble(0.004)));
      lines[k] = new float[length];
      gain[k] = (float) Math.pow(10, -3.0 * length / (seconds * PcmFile.SAMPLE_RATE));
    }
    float damping = (float) random.nextDouble(0.1, 0.6);
    int wait = (int) (random.nextDouble(0, 0.03) * PcmFile.SAMPLE_RATE);
    var heard = new float[LINES];
    for (int i = 0; i < n; i++) {
      float sum = 0;
      for (int k = 0; k < LINES; k++) {
        low[k] += (1 - damping) * (lines[k][place[k]] - low[k]);
        heard[k] = low[k] * gain[k];
        sum += heard[k];
      }
      float x = i >= wait ? dry[i - wait] : 0;
      for (int k = 0; k < LINES; k++) {
        lines[k][place[k]] = x + heard[k] - sum * (2f / LINES);
        place[k] = place[k] + 1 == lines[k].length ? 0 : place[k] + 1;
        wet[k & 1][i] += (k & 2) == 0 ? heard[k] : -heard[k];
      }
    }
    return wet;
  }
}
