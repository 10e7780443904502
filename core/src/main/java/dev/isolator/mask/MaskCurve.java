package dev.isolator.mask;

/// Exponent, compression and floor: a curve that every stem's mask goes through, after which the
/// masks are scaled to sum to 1 again.
///
/// `w = c(m)^p`, `m' = w / Σ w` over all stems, then `m'' = floor + (1 − J floor) m'` for `J`
/// stems. `c` is a compressor's static curve on the mask in dB, with a quadratic knee, working
/// downwards: attenuation beyond the threshold is divided by the ratio.
///
/// Source: Giannoulis, Massberg and Reiss, Digital Dynamic Range Compressor Design, J. AES 60(6),
/// 2012, equation 4, mirrored: it is deep masks that are changed, not loud ones.
final class MaskCurve implements MaskFilter {
  /// Masks of less, −100 dB, are 0.
  private static final double LEAST = 1e-5;

  private static final int STEPS = 4096;

  /// The curve at `i / STEPS`, in amplitude; between two steps it is taken as straight.
  private final float[] curve = new float[STEPS + 2];

  private final float floor;
  private final boolean bends;

  MaskCurve(MaskShape shape, int stems) {
    for (int i = 1; i < curve.length; i++) {
      double share = Math.min(1, (double) i / STEPS);
      curve[i] = (float) Math.pow(compressed(share, shape.compression()), shape.exponent());
    }
    this.bends = shape.exponent() != 1 || shape.compression().ratio() != 1;
    this.floor = (float) Math.min(Math.pow(10, shape.floorDb() / 20), 1.0 / stems);
  }

  /// Whether a shape has such a curve.
  static boolean isWanted(MaskShape shape) {
    return shape.exponent() != 1
        || shape.compression().ratio() != 1
        || shape.floorDb() != Double.NEGATIVE_INFINITY;
  }

  private static double compressed(double share, MaskShape.Compression compression) {
    if (share < LEAST) {
      return 0;
    }
    double depth = -20 * Math.log10(share); // attenuation, dB, positive
    double beyond = depth + compression.thresholdDb();
    double knee = compression.kneeDb();
    double slope = 1 / compression.ratio() - 1;
    double changed =
        2 * beyond < -knee
            ? depth
            : 2 * Math.abs(beyond) <= knee
                ? depth + slope * (beyond + knee / 2) * (beyond + knee / 2) / (2 * knee)
                : depth + slope * beyond;
    return Math.pow(10, -changed / 20);
  }

  private float at(float mask) {
    float place = mask * STEPS;
    int below = (int) place;
    if (!(place > 0)) {
      return 0;
    }
    if (below >= STEPS) {
      return curve[STEPS];
    }
    return curve[below] + (place - below) * (curve[below + 1] - curve[below]);
  }

  @Override
  public int back() {
    return 0;
  }

  @Override
  public int ahead() {
    return 0;
  }

  @Override
  public void filter(float[][][] around, float[][] out) {
    float[][] masks = around[0];
    int stems = masks.length + 1;
    for (int bin = 0; bin < out[0].length; bin++) {
      float rest = 1;
      float sum = 0;
      for (int stem = 0; stem < stems - 1; stem++) {
        rest -= masks[stem][bin];
        float share = bends ? at(masks[stem][bin]) : masks[stem][bin];
        out[stem][bin] = share;
        sum += share;
      }
      sum += bends ? at(rest) : rest;
      float scale = bends && sum > 0 ? 1 / sum : 1;
      for (int stem = 0; stem < stems - 1; stem++) {
        out[stem][bin] = floor + (1 - stems * floor) * out[stem][bin] * scale;
      }
    }
  }
}
