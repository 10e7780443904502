package dev.isolator.render;

/// Stems as integer steps, with TPDF dither, so that where possible they sum to the song exactly.
///
/// | array | shape | unit |
/// |---|---|---|
/// | stems | `[stems][channels][frames]` | amplitude, full scale ±1.0, may go over |
/// | mix   | `[channels][frames]` | amplitude |
/// | steps | `[stems][channels][frames]` | whole steps of the output depth, may go over |
///
/// *Exact* is for songs whose own samples are whole steps of the output depth. All stems but the
/// last are dithered and rounded; the last is the song minus their steps. So the written files sum
/// to the song's file bit for bit, and the last stem's noise is the others' dither.
///
/// Where only dither carries a sample over full scale, it is brought back: to full scale itself,
/// and in the exact case by adding the excess to another stem that is not at full scale. So a step
/// out of range is always sound over full scale.
///
/// A sample that is exactly 0 stays 0: digital silence is not turned into noise.
///
/// One thread at a time; allocates nothing after the constructor.
final class StemQuantiser {
  /// The most that the sum of the float stems may differ from the song where the last one is taken
  /// as the remainder: −120 dBFS, as the library guarantees, and 6 dB to spare.
  private static final double SUM_TOLERANCE = 2e-6;

  private final double fullScale;
  private final boolean exact;
  private final ClipPolicy clip;
  private final TpdfDither[][] dither;
  private double remainderPeak;

  /// @param bits of the output, 16 or 24
  StemQuantiser(int stems, int channels, int bits, boolean exact, ClipPolicy clip, long seed) {
    this.fullScale = 1L << (bits - 1);
    this.exact = exact;
    this.clip = clip;
    dither = new TpdfDither[stems][channels];
    for (int s = 0; s < stems; s++) {
      for (int c = 0; c < channels; c++) {
        dither[s][c] = new TpdfDither(seed, s, c, 0);
      }
    }
  }

  /// @param from the first frame of the arrays to take
  /// @param frames how many
  /// @param position the song's frame that `from` is
  void quantise(
      float[][][] stems, float[][] mix, int from, int frames, long position, double[][][] steps) {
    int dithered = exact ? stems.length - 1 : stems.length;
    for (int s = 0; s < dithered; s++) {
      for (int c = 0; c < mix.length; c++) {
        round(stems[s][c], from, frames, dither[s][c], position, steps[s][c]);
      }
    }
    if (exact) {
      for (int c = 0; c < mix.length; c++) {
        remainder(stems, mix[c], from, frames, c, steps);
      }
    }
  }

  private void round(
      float[] stem, int from, int frames, TpdfDither noise, long position, double[] steps) {
    for (int n = 0; n < frames; n++) {
      float x = stem[from + n];
      double step = x == 0 ? 0 : Math.rint(x * fullScale + noise.at(position + n));
      steps[n] = Math.abs(x) <= 1 ? clamp(step) : step;
    }
  }

  private void remainder(
      float[][][] stems, float[] mix, int from, int frames, int channel, double[][][] steps) {
    int last = stems.length - 1;
    double reach = 4 * stems.length + SUM_TOLERANCE * fullScale;
    for (int n = 0; n < frames; n++) {
      double rest = Math.rint(mix[from + n] * fullScale);
      for (int s = 0; s < last; s++) {
        double step = steps[s][channel][n];
        rest -= clip == ClipPolicy.SATURATE ? clamp(step) : step;
      }
      double excess = rest - clamp(rest);
      if (excess != 0
          && Math.abs(excess) <= reach
          && Math.abs(stems[last][channel][from + n]) <= 1) {
        rest -= giveBack(excess, channel, n, steps);
      }
      if (rest != clamp(rest)) {
        remainderPeak = Math.max(remainderPeak, Math.abs(rest) / fullScale);
      }
      steps[last][channel][n] = rest;
    }
  }

  /// The loudest remainder that went over full scale, as amplitude; 0 where none did.
  double remainderPeak() {
    return remainderPeak;
  }

  /// Adds the last stem's excess to the other stems, as far as they stay within full scale.
  ///
  /// @return how much was added to them
  private double giveBack(double excess, int channel, int n, double[][][] steps) {
    double left = excess;
    for (int s = 0; s < steps.length - 1 && left != 0; s++) {
      double before = steps[s][channel][n];
      double after = clamp(before) == before ? clamp(before + left) : before;
      steps[s][channel][n] = after;
      left -= after - before;
    }
    return excess - left;
  }

  private double clamp(double step) {
    return Math.clamp(step, -fullScale, fullScale - 1);
  }
}
