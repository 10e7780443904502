package dev.isolator.mask;

import dev.isolator.spectrum.Window;

/// Soft entry and exit: each bin's vocal mask is at least that of every frame near it, times half a
/// Hann window that falls from 1 to 0 with the distance. So it begins to rise `entry` before a
/// voice and ends to fall `exit` after it, however suddenly the network decides. What the vocals
/// gain the other stems lose, each in proportion to what it has.
///
/// This is a grey-scale dilation: Serra, Image Analysis and Mathematical Morphology, 1982, chapter
/// XII, with multiplied in place of added weights, as masks are gains.
final class MaskEdges implements MaskFilter {
  private final int vocals;

  /// Weights of the frames before a frame (their voice goes out), from `t − back` on, then its own,
  /// then those after (their voice comes in).
  private final float[] weights;

  private final int back;
  private final int ahead;

  /// @param vocals which of the stems
  MaskEdges(MaskShape.Edges edges, double frameSeconds, int vocals) {
    this.vocals = vocals;
    this.back = (int) Math.ceil(edges.exitSeconds() / frameSeconds);
    this.ahead = (int) Math.ceil(edges.entrySeconds() / frameSeconds);
    this.weights = new float[back + 1 + ahead];
    double[] falling = Window.hann(2 * (back + 1));
    double[] rising = Window.hann(2 * (ahead + 1));
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (i <= back ? falling[i + 1] : rising[i - back + ahead + 1]);
    }
  }

  @Override
  public int back() {
    return back;
  }

  @Override
  public int ahead() {
    return ahead;
  }

  @Override
  public void filter(float[][][] around, float[][] out) {
    float[][] now = around[back];
    for (int bin = 0; bin < out[0].length; bin++) {
      float most = 0;
      for (int i = 0; i < weights.length; i++) {
        most = Math.max(most, weights[i] * around[i][vocals][bin]);
      }
      float before = now[vocals][bin];
      float kept = before < 1 ? (1 - most) / (1 - before) : 1;
      for (int stem = 0; stem < out.length; stem++) {
        out[stem][bin] = stem == vocals ? most : now[stem][bin] * kept;
      }
    }
  }
}
