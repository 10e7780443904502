package dev.isolator.train.torch;

import dev.isolator.train.family.FrontEnd;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// The real cepstrum of the mid signal, the mean of left and right, and where it is asked for that
/// of the side signal, half their difference: the inverse transform of the log magnitude, `c[q] =
/// (1 / N) Σ_k log(1 + |X[k]|² / ε) / 2 · cos(2π k q / N)` over all N = 2 (bins − 1) bins, as a
/// product with a matrix, as the magnitudes on both sides of the spectrum are the same. Silence is
/// zero. All quefrencies but the first are small and are scaled up.
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
  private final boolean side;

  /// @param bins of a frame
  /// @param cepstra what is taken of them
  public CepstraFront(int bins, FrontEnd.Cepstra cepstra) {
    int quefrencies = cepstra.quefrencies();
    this.matrix = Tensors.of(matrix(bins, quefrencies), quefrencies, bins);
    this.side = cepstra.side();
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
    var left = spectrum.narrow(1, 0, 2);
    var right = spectrum.narrow(1, 2, 2);
    var mid = level(left.add(right));
    return torch.matmul(
        matrix, side ? torch.cat(new TensorVector(mid, level(left.sub(right))), 1) : mid);
  }

  /// The log magnitude of half a sum of two spectra.
  private static Tensor level(Tensor sum) {
    var power = sum.mul(sum).sum(new long[] {1}, true, new ScalarTypeOptional());
    return torch.log1p(power.mul(new Scalar(0.25 / EPSILON))).mul(new Scalar(0.5));
  }
}
