package dev.isolator.train.loss;

import dev.isolator.train.band.BandWarp;

/// Weights of the bins in a loss of masks on bands.
///
/// A mean over bins is dominated by the top of the spectrum: of the 2049 bins of a 4096-point
/// transform at 44.1 kHz, 139 lie below 1.5 kHz, where nearly all of a bass is and most of a
/// voice's power. Weights `w(bin) ∝ width^−exponent`, with the bin's share of its bands for the
/// inverse width, and 1 in the mean.
final class BinWeights {
  private BinWeights() {}

  /// The weights.
  ///
  /// @param exponent 0: all bins weigh the same; 1: all bands do
  /// @return `[bins]`
  static float[] of(BandWarp warp, double exponent) {
    float[] widths = warp.widths();
    var weights = new double[warp.bins()];
    double total = 0;
    for (int bin = 0; bin < weights.length; bin++) {
      int band = warp.band(bin);
      double upper = warp.upper(bin);
      double share = (1 - upper) / widths[band] + (upper > 0 ? upper / widths[band + 1] : 0);
      weights[bin] = Math.pow(share, exponent);
      total += weights[bin];
    }
    var even = new float[weights.length];
    for (int bin = 0; bin < even.length; bin++) {
      even[bin] = (float) (weights[bin] * weights.length / total);
    }
    return even;
  }
}
