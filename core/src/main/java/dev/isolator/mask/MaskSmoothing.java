package dev.isolator.mask;

import dev.isolator.spectrum.Window;

/// A Hann window over time and one over frequency: each stem's masks become their weighted mean.
/// They still sum to 1, for the mean of what sums to 1 does. At the lowest and the highest bin the
/// window is cut off, and its weights scaled up.
final class MaskSmoothing implements MaskFilter {
  private final double[] overTime;
  private final double[] overBins;
  private final float[] row;

  MaskSmoothing(MaskShape.Smoothing smoothing, double frameSeconds, double binHz, int bins) {
    this.overTime = weights((int) Math.round(smoothing.seconds() / frameSeconds));
    this.overBins = weights((int) Math.round(smoothing.hertz() / binHz));
    this.row = new float[bins];
  }

  /// Of a window that reaches so many places to either side: it is 0 one place further.
  private static double[] weights(int reach) {
    double[] hann = Window.hann(2 * (reach + 1));
    var weights = new double[2 * reach + 1];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = hann[i + 1] / (reach + 1);
    }
    return weights;
  }

  @Override
  public int back() {
    return overTime.length / 2;
  }

  @Override
  public int ahead() {
    return overTime.length / 2;
  }

  @Override
  public void filter(float[][][] around, float[][] out) {
    for (int stem = 0; stem < out.length; stem++) {
      for (int bin = 0; bin < row.length; bin++) {
        double sum = 0;
        for (int i = 0; i < overTime.length; i++) {
          sum += overTime[i] * around[i][stem][bin];
        }
        row[bin] = (float) sum;
      }
      acrossBins(out[stem]);
    }
  }

  private void acrossBins(float[] out) {
    int reach = overBins.length / 2;
    if (reach == 0) {
      System.arraycopy(row, 0, out, 0, row.length);
      return;
    }
    for (int bin = 0; bin < row.length; bin++) {
      double sum = 0;
      double weight = 0;
      for (int k = Math.max(-reach, -bin); k <= Math.min(reach, row.length - 1 - bin); k++) {
        sum += overBins[reach + k] * row[bin + k];
        weight += overBins[reach + k];
      }
      out[bin] = (float) (sum / weight);
    }
  }
}
