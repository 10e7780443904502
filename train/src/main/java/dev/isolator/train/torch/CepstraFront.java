package dev.isolator.train.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The real cepstrum of the mean of left and right: the inverse transform of the log magnitude,
/// `c[q] = (1 / N) Σ_k log(1 + |X[k]|² / ε) / 2 · cos(2π k q / N)` over all N = 2 (bins − 1) bins,
/// as a product with a matrix, as the magnitudes on both sides of the spectrum are the same.
/// Silence is zero. All quefrencies but the first are small and are scaled up.
///
/// Source: Oppenheim and Schafer, Discrete-Time Signal Processing, chapter 13 (real cepstrum).
public final class CepstraFront implements Front {
  /// Power below which a bin is near silence: of unnormalised spectra of samples in ±1, some −85 dB
  /// of full scale.
  public static final double EPSILON = 1e-3;

  /// Factor of all quefrencies but the first.
  static final double GAIN = 8;

  /// Factor of the first quefrency, the mean log magnitude.
  static final double LEVEL_GAIN = 0.25;

  private final Tensor matrix;

  /// @param bins of a frame
  /// @param quefrencies that are taken, from 0 on
  public CepstraFront(int bins, int quefrencies) {
    this.matrix = Tensors.of(matrix(bins, quefrencies), quefrencies, bins);
  }

  /// Log magnitudes to scaled cepstra, `[quefrencies][bins]`.
  public static float[] matrix(int bins, int quefrencies) {
    int n = 2 * (bins - 1);
    var matrix = new float[quefrencies * bins];
    for (int q = 0; q < quefrencies; q++) {
      for (int k = 0; k < bins; k++) {
        double sides = k == 0 || k == bins - 1 ? 1 : 2;
        double gain = q == 0 ? LEVEL_GAIN : GAIN;
        matrix[q * bins + k] =
            (float) (gain * sides / n * Math.cos(2 * Math.PI * ((long) k * q % n) / n));
      }
    }
    return matrix;
  }

  @Override
  public Tensor features(Tensor spectrum) {
    var re = mono(spectrum, 0);
    var im = mono(spectrum, 1);
    var power = re.mul(re).add(im.mul(im)).mul(new Scalar(1 / EPSILON));
    var level = torch.log1p(power).mul(new Scalar(0.5));
    return torch.matmul(matrix, level);
  }

  private static Tensor mono(Tensor spectrum, long part) {
    return spectrum.narrow(1, part, 1).add(spectrum.narrow(1, part + 2, 1)).mul(new Scalar(0.5));
  }
}
