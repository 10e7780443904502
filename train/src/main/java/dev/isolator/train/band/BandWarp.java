package dev.isolator.train.band;

/// Bins to bands and back.
///
/// Band centres stand on every bin up to 1.5 kHz, then 24 an octave, the last one on the top bin. A
/// bin's value is interpolated between the two bands around it; a band is the mean of the bins
/// around it under the same weights. The first [#exact()] bands are their bins, so that only the
/// rest needs a product.
///
/// | matrix | shape | sums to one |
/// |---|---|---|
/// | synthesis | `[bins − exact][bands − exact]`, row by row | each row |
/// | analysis | `[bands − exact][bins − exact]`, row by row | each row |
///
/// Source: a constant-Q axis as in Brown, JASA 89(1), 1991, here as a product on an FFT's powers.
public final class BandWarp {
  /// Below, every bin is a band.
  private static final double LINEAR_TO_HZ = 1500;

  private static final int BANDS_PER_OCTAVE = 24;

  private final int bins;
  private final int bands;
  private final int exact;
  private final float[] synthesis;
  private final float[] analysis;
  private final int[] lower; // [bins]
  private final float[] upper; // [bins]

  private BandWarp(int bins, double[] centres) {
    this.bins = bins;
    this.bands = centres.length;
    this.exact = firstStep(centres);
    lower = new int[bins];
    upper = new float[bins];
    for (int bin = 0; bin < exact; bin++) {
      lower[bin] = bin;
    }
    int highBins = bins - exact;
    int highBands = bands - exact;
    synthesis = new float[highBins * highBands];
    analysis = new float[highBands * highBins];
    for (int bin = exact, band = exact; bin < bins; bin++) {
      while (band + 1 < bands - 1 && centres[band + 1] <= bin) {
        band++;
      }
      double above = (bin - centres[band]) / (centres[band + 1] - centres[band]);
      lower[bin] = band;
      upper[bin] = (float) above;
      int row = (bin - exact) * highBands;
      synthesis[row + band - exact] = (float) (1 - above);
      synthesis[row + band + 1 - exact] = (float) above;
    }
    for (int band = 0; band < highBands; band++) {
      double sum = 0;
      for (int bin = 0; bin < highBins; bin++) {
        sum += synthesis[bin * highBands + band];
      }
      for (int bin = 0; bin < highBins; bin++) {
        analysis[band * highBins + bin] = (float) (synthesis[bin * highBands + band] / sum);
      }
    }
  }

  /// The warp of a grid.
  ///
  /// @param sampleRate in Hz, above 3 kHz
  /// @param fftLength samples, even
  public static BandWarp of(int sampleRate, int fftLength) {
    int top = fftLength / 2;
    int linear = (int) (LINEAR_TO_HZ * fftLength / sampleRate);
    if (linear < 1 || linear >= top) {
      throw new IllegalArgumentException(
          "the FFT must have bins below and above 1500 Hz, was %d samples at %d Hz"
              .formatted(fftLength, sampleRate));
    }
    int steps = (int) Math.ceil(BANDS_PER_OCTAVE * Math.log((double) top / linear) / Math.log(2));
    var centres = new double[linear + 1 + steps];
    for (int i = 0; i <= linear; i++) {
      centres[i] = i;
    }
    for (int k = 1; k < steps; k++) {
      centres[linear + k] = linear * Math.pow(2, (double) k / BANDS_PER_OCTAVE);
    }
    centres[linear + steps] = top;
    return new BandWarp(top + 1, centres);
  }

  private static int firstStep(double[] centres) {
    int i = 1;
    while (centres[i] == i) {
      i++;
    }
    return i - 1; // the last whole bin already shares its neighbours with the first wide band
  }

  public int bins() {
    return bins;
  }

  public int bands() {
    return bands;
  }

  /// Bands from 0 on that are bins.
  public int exact() {
    return exact;
  }

  /// The band at or below a bin: the bin's value is `1 − upper` of this band's, `upper` of the
  /// next.
  public int band(int bin) {
    return lower[bin];
  }

  /// See [#band]; 0 where the bin stands on its band.
  public float upper(int bin) {
    return upper[bin];
  }

  /// How many bins each band stands for: the sum of their shares in it, `[bands]`; allocates.
  public float[] widths() {
    var widths = new float[bands];
    for (int bin = 0; bin < bins; bin++) {
      widths[lower[bin]] += 1 - upper[bin];
      if (upper[bin] > 0) {
        widths[lower[bin] + 1] += upper[bin];
      }
    }
    return widths;
  }

  /// `[bins − exact][bands − exact]`, a copy.
  public float[] synthesis() {
    return synthesis.clone();
  }

  /// `[bands − exact][bins − exact]`, a copy.
  public float[] analysis() {
    return analysis.clone();
  }
}
