package dev.isolator.evaluate.oracle;

/// The multichannel Wiener filter under the local Gaussian model, given its true parameters.
///
/// A stem's spectrum at frame t and bin f is Gaussian with covariance `v(t,f) R(f)`: a power that
/// changes from frame to frame, and a place that stays. `v` is the stem's power, averaged over
/// channels; `R` is the mean of its `x xᴴ` over the song, divided by the mean of `v`. The estimate
/// of stem j is `vⱼ Rⱼ (Σ vᵢ Rᵢ)⁻¹ x`; the stems' estimates sum to the mixture.
///
/// Source: Duong, Vincent and Gribonval, “Under-determined reverberant audio source separation
/// using a full-rank spatial covariance model”, IEEE Trans. ASLP 18(7), 2010, eq. 5–8.
final class MultichannelWiener implements MaskRule {
  /// Added to the diagonal of the mixture's covariance, as a share of its trace.
  private static final double RIDGE = 1e-9;

  @Override
  public FrameFilter of(float[][][][] stems) {
    int channels = stems[0].length;
    int bins = stems[0][0][0].length / 2;
    var places = new Complex[stems.length][bins];
    for (int stem = 0; stem < stems.length; stem++) {
      for (int bin = 0; bin < bins; bin++) {
        places[stem][bin] = place(stems[stem], bin);
      }
    }
    return (t, mix, estimates) -> {
      var x = new double[2 * channels];
      var powers = new double[stems.length];
      for (int bin = 0; bin < bins; bin++) {
        var sum = new Complex(channels);
        for (int stem = 0; stem < stems.length; stem++) {
          powers[stem] = power(stems[stem], t, bin);
          sum.add(places[stem][bin], powers[stem]);
        }
        for (int channel = 0; channel < channels; channel++) {
          x[2 * channel] = mix[channel][2 * bin];
          x[2 * channel + 1] = mix[channel][2 * bin + 1];
        }
        sum.ridge(RIDGE);
        double[] whitened = sum.solve(x);
        for (int stem = 0; stem < stems.length; stem++) {
          double[] y = places[stem][bin].times(whitened);
          for (int channel = 0; channel < channels; channel++) {
            estimates[stem][channel][2 * bin] = (float) (powers[stem] * y[2 * channel]);
            estimates[stem][channel][2 * bin + 1] = (float) (powers[stem] * y[2 * channel + 1]);
          }
        }
      }
    };
  }

  private static double power(float[][][] stem, int t, int bin) {
    double sum = 0;
    for (float[][] channel : stem) {
      sum += OracleSpectra.power(channel[t], bin);
    }
    return sum / stem.length;
  }

  private static Complex place(float[][][] stem, int bin) {
    var covariance = new Complex(stem.length);
    double total = 0;
    for (int t = 0; t < stem[0].length; t++) {
      for (int i = 0; i < stem.length; i++) {
        for (int j = 0; j < stem.length; j++) {
          covariance.addConjugateProduct(i, j, stem[i][t], stem[j][t], bin);
        }
      }
      total += power(stem, t, bin);
    }
    covariance.scale(total > 0 ? 1 / total : 0);
    return covariance;
  }
}
