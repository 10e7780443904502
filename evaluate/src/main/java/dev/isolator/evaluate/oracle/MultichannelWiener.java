package dev.isolator.evaluate.oracle;

import org.ejml.data.ZMatrixRMaj;
import org.ejml.dense.row.CommonOps_ZDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_ZDRM;

/// The multichannel Wiener filter under the local Gaussian model, given its true parameters.
///
/// A stem's spectrum at frame t and bin f is Gaussian with covariance `v(t,f) R(f)`: a power `v`
/// that changes from frame to frame, and a spatial covariance `R` that stays. `v` is the stem's
/// power, averaged over channels; `R` is the mean of its `x xᴴ` over the song, divided by the mean
/// of `v`. The estimate of stem j is `vⱼ Rⱼ (Σ vᵢ Rᵢ)⁻¹ x`; the stems' estimates sum to the
/// mixture.
///
/// Source: Duong, Vincent and Gribonval, “Under-determined reverberant audio source separation
/// using a full-rank spatial covariance model”, IEEE Trans. ASLP 18(7), 2010, eq. 5–8.
final class MultichannelWiener implements OracleMask {
  /// Added to the diagonal of the mixture's covariance, as a share of its trace.
  private static final double RIDGE = 1e-9;

  @Override
  public FrameFilter of(float[][][][] stems) {
    int channels = stems[0].length;
    int bins = stems[0][0][0].length / 2;
    var spatial = new ZMatrixRMaj[stems.length][bins];
    for (int stem = 0; stem < stems.length; stem++) {
      for (int bin = 0; bin < bins; bin++) {
        spatial[stem][bin] = spatialCovariance(stems[stem], bin);
      }
    }
    var covariance = new ZMatrixRMaj(channels, channels);
    var solver = LinearSolverFactory_ZDRM.chol(channels);
    var x = new ZMatrixRMaj(channels, 1);
    var whitened = new ZMatrixRMaj(channels, 1);
    var y = new ZMatrixRMaj(channels, 1);
    var powers = new double[stems.length];
    return (t, mix, estimates) -> {
      for (int bin = 0; bin < bins; bin++) {
        covariance.zero();
        for (int stem = 0; stem < stems.length; stem++) {
          powers[stem] = power(stems[stem], t, bin);
          addScaled(powers[stem], spatial[stem][bin], covariance);
        }
        addRidge(covariance);
        for (int channel = 0; channel < channels; channel++) {
          x.data[2 * channel] = mix[channel][2 * bin];
          x.data[2 * channel + 1] = mix[channel][2 * bin + 1];
        }
        if (!solver.setA(covariance)) {
          throw new IllegalStateException("a covariance with a ridge is positive definite");
        }
        solver.solve(x, whitened);
        for (int stem = 0; stem < stems.length; stem++) {
          CommonOps_ZDRM.mult(powers[stem], 0, spatial[stem][bin], whitened, y);
          for (int channel = 0; channel < channels; channel++) {
            estimates[stem][channel][2 * bin] = (float) y.data[2 * channel];
            estimates[stem][channel][2 * bin + 1] = (float) y.data[2 * channel + 1];
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

  private static ZMatrixRMaj spatialCovariance(float[][][] stem, int bin) {
    int channels = stem.length;
    var covariance = new ZMatrixRMaj(channels, channels);
    double total = 0;
    for (int t = 0; t < stem[0].length; t++) {
      for (int i = 0; i < channels; i++) {
        for (int j = 0; j < channels; j++) {
          addConjugateProduct(stem[i][t], stem[j][t], bin, covariance.data, 2 * (i * channels + j));
        }
      }
      total += power(stem, t, bin);
    }
    CommonOps_ZDRM.scale(total > 0 ? 1 / total : 0, 0, covariance);
    return covariance;
  }

  /// Adds `x yᴴ` of one bin of two interleaved spectra to the complex number at index `at`.
  private static void addConjugateProduct(float[] x, float[] y, int bin, double[] sum, int at) {
    double xr = x[2 * bin];
    double xi = x[2 * bin + 1];
    double yr = y[2 * bin];
    double yi = y[2 * bin + 1];
    sum[at] += xr * yr + xi * yi;
    sum[at + 1] += xi * yr - xr * yi;
  }

  private static void addScaled(double weight, ZMatrixRMaj matrix, ZMatrixRMaj sum) {
    for (int k = 0; k < sum.data.length; k++) {
      sum.data[k] += weight * matrix.data[k];
    }
  }

  /// Adds a share of the trace, and at least the smallest normal number, to the diagonal.
  private static void addRidge(ZMatrixRMaj matrix) {
    double trace = 0;
    for (int i = 0; i < matrix.numRows; i++) {
      trace += matrix.getReal(i, i);
    }
    for (int i = 0; i < matrix.numRows; i++) {
      double ridged = matrix.getReal(i, i) + Math.max(RIDGE * trace, Float.MIN_NORMAL);
      matrix.setReal(i, i, ridged);
    }
  }
}
