package dev.isolator.train.loss;

import dev.isolator.train.family.LocalLevel;

/// [LocalLevel] of one mix in plain loops, for [BandFeatures]: for each frame what its powers and
/// cross spectrum are multiplied by, and which channel is taken for a copy of the other.
final class LocalLevelFrames {
  private final LocalLevel level;
  private final float[] weights;
  private final double meanSquare;
  private final double[] left;
  private final double[] right;
  private final double[] cross;

  /// The gain of powers of each frame.
  final float[] gain;

  /// The sign of each frame's cross spectrum: −1 where one channel is inverted, 0 where one is
  /// silent.
  final float[] sign;

  /// 1 where the left channel is silent, 2 where the right one is, else 0.
  final int[] silent;

  LocalLevelFrames(LocalLevel level, int fftLength, int frames) {
    this.level = level;
    weights = level.weights();
    meanSquare = LocalLevel.meanSquare(fftLength);
    left = new double[frames];
    right = new double[frames];
    cross = new double[frames];
    gain = new float[frames];
    sign = new float[frames];
    silent = new int[frames];
  }

  /// Adds a bin of all frames: parts are left re, left im, right re, right im.
  void add(float[][] bin) {
    for (int t = 0; t < left.length; t++) {
      float lr = bin[0][t];
      float li = bin[1][t];
      float rr = bin[2][t];
      float ri = bin[3][t];
      left[t] += lr * lr + li * li;
      right[t] += rr * rr + ri * ri;
      cross[t] += lr * rr + li * ri;
    }
  }

  /// To be called when all bins were added.
  void finish() {
    for (int t = 0; t < left.length; t++) {
      double l = smoothed(left, t);
      double r = smoothed(right, t);
      silent[t] = l < LocalLevel.SILENT * r ? 1 : r < LocalLevel.SILENT * l ? 2 : 0;
      boolean inverted = 2 * smoothed(cross, t) < LocalLevel.INVERTED * (l + r);
      sign[t] = silent[t] != 0 ? 0 : inverted ? -1 : 1;
      double power = meanSquare * (silent[t] == 0 ? (l + r) / 2 : Math.max(l, r));
      gain[t] =
          (float) (LocalLevel.TARGET / Math.max(power, LocalLevel.TARGET / LocalLevel.LARGEST));
    }
  }

  private double smoothed(double[] sums, int t) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      int at = t + i - level.before();
      sum += at < 0 || at >= sums.length ? 0 : weights[i] * sums[at];
    }
    return sum;
  }
}
