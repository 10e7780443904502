package dev.isolator.mask;

/// Takes isolated islands out of masks: single bins, or small groups of them, that a stem has in
/// the midst of what is another's. They are heard as chirps, “musical noise”.
///
/// An island is what is both shorter and narrower than a line: the mask minus the greater of its
/// openings by a line in time and by a line in frequency. A partial, which lasts, and a consonant,
/// which is wide, stay whole. Islands of every stem but the last are given to the last; then
/// islands of the last, which are holes in the others, are given back to those, in proportion to
/// what they have there. So no sum changes: what one stem loses, another gains.
///
/// Source: Vincent, Morphological Grayscale Reconstruction, IEEE Trans. Image Processing 2(2),
/// 1993, section II (openings, top hats); Cappé, IEEE Trans. Speech and Audio Processing 2(2), 1994
/// (what musical noise is). That it is done to masks, and to all stems, is ours.
///
/// @param lineFrames length of the line in time
/// @param lineBins length of the line in frequency
/// @param firstBin bins below stay
/// @param amount of an island that is taken away
/// @param last whether it is the last stem's islands that are taken away
record IslandRemoval(int lineFrames, int lineBins, int firstBin, float amount, boolean last)
    implements MaskFilter {
  static IslandRemoval of(CleanUp cleanUp, double frameSeconds, double binHz, boolean last) {
    return new IslandRemoval(
        Math.max(2, (int) Math.round(cleanUp.seconds() / frameSeconds)),
        Math.max(2, (int) Math.round(cleanUp.hertz() / binHz)),
        (int) Math.ceil(cleanUp.fromHz() / binHz),
        (float) cleanUp.amount(),
        last);
  }

  @Override
  public int back() {
    return lineFrames - 1;
  }

  @Override
  public int ahead() {
    return lineFrames - 1;
  }

  @Override
  public void filter(float[][][] around, float[][] out) {
    float[][] now = around[back()];
    int bins = out[0].length;
    for (int stem = 0; stem < out.length; stem++) {
      System.arraycopy(now[stem], 0, out[stem], 0, bins);
    }
    for (int bin = firstBin; bin < bins; bin++) {
      if (last) {
        giveBack(around, now, out, bin);
      } else {
        for (int stem = 0; stem < out.length; stem++) {
          out[stem][bin] -= amount * island(around, stem, bin);
        }
      }
    }
  }

  private void giveBack(float[][][] around, float[][] now, float[][] out, int bin) {
    float given = amount * island(around, -1, bin);
    float sum = 0;
    for (float[] stem : now) {
      sum += stem[bin];
    }
    for (int stem = 0; stem < out.length; stem++) {
      float share = sum > 0 ? now[stem][bin] / sum : 1f / out.length;
      out[stem][bin] += given * share;
    }
  }

  /// How much of a mask stands above both openings.
  private float island(float[][][] around, int stem, int bin) {
    float here = value(around[back()], stem, bin);
    float opened = 0;
    for (int first = 0; first < lineFrames && opened < here; first++) {
      float least = here;
      for (int i = first; i < first + lineFrames; i++) {
        least = Math.min(least, value(around[i], stem, bin));
      }
      opened = Math.max(opened, least);
    }
    float[][] now = around[back()];
    int bins = now[0].length;
    for (int first = bin - lineBins + 1; first <= bin && opened < here; first++) {
      float least = here;
      for (int i = first; i < first + lineBins; i++) {
        least = Math.min(least, value(now, stem, Math.clamp(i, 0, bins - 1)));
      }
      opened = Math.max(opened, least);
    }
    return here - opened;
  }

  /// A stem's mask; of the last stem, −1, what the others leave.
  private static float value(float[][] masks, int stem, int bin) {
    if (stem >= 0) {
      return masks[stem][bin];
    }
    float rest = 1;
    for (float[] mask : masks) {
      rest -= mask[bin];
    }
    return rest;
  }
}
