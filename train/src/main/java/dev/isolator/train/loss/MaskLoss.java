package dev.isolator.train.loss;

import dev.isolator.train.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The loss of masks on mixtures.
///
/// With `g(x) = √(x + 1e-4)`, the sum over stems of `w · |g(|Y|) − g(|S|)| / √rms`, `w` = 1 for the
/// first and ½ for the others, plus `0.1 · |Y − S| / rms` of the first stem (real and imaginary
/// part apart), each a mean over channels, bins and frames. Division by the mixture's rms makes
/// soft and loud songs equal. The outermost frames of a segment, where the network sees its own
/// padding instead of the song, are left out.
///
/// On libtorch, with its autograd: the plain version, and the one for more than two stems.
public final class MaskLoss {
  static final double FLOOR = 1e-4;
  static final double TINY = 1e-12;
  static final double REST_WEIGHT = 0.5;
  static final double COMPLEX_WEIGHT = 0.1;

  private MaskLoss() {}

  /// The loss of a batch.
  ///
  /// @param masks `[batch][1 or stems][2][bins][frames]`, of two stems the first alone
  /// @param margin frames left out on either side
  /// @return a scalar
  public static Tensor of(Tensor masks, Spectra spectra, int margin) {
    var whole = spectra.mixture();
    long frames = whole.size(3);
    long inner = frames - 2L * margin;
    int stems = (int) spectra.stems().size(1);
    int batch = spectra.rms().length;
    var mixture = whole.view(batch, 2, 2, whole.size(2), frames).narrow(4, margin, inner);
    var mixRe = mixture.select(2, 0);
    var mixIm = mixture.select(2, 1);
    var magnitude = magnitude(mixRe, mixIm);
    var soft = new float[batch];
    var linear = new float[batch];
    for (int i = 0; i < batch; i++) {
      soft[i] = (float) (1 / Math.sqrt(spectra.rms()[i]));
      linear[i] = 1 / spectra.rms()[i];
    }
    var softWeight = Tensors.of(soft, batch, 1, 1, 1);
    var linearWeight = Tensors.of(linear, batch, 1, 1, 1);

    Tensor total = null;
    Tensor first = masks.select(1, 0).narrow(3, margin, inner);
    for (int s = 0; s < stems; s++) {
      var share =
          s == 0
              ? first
              : masks.size(1) == 1
                  ? torch.ones_like(first).sub(first)
                  : masks.select(1, s).narrow(3, margin, inner);
      var stem = spectra.stems().select(1, s).narrow(4, margin, inner);
      var truth = compressed(magnitude(stem.select(2, 0), stem.select(2, 1)));
      var distance = compressed(share.mul(magnitude)).sub(truth).abs().mul(softWeight).mean();
      var weighted = s == 0 ? distance : distance.mul(new Scalar(REST_WEIGHT));
      total = total == null ? weighted : total.add(weighted);
      if (s == 0) {
        var re = first.mul(mixRe).sub(stem.select(2, 0)).abs();
        var im = first.mul(mixIm).sub(stem.select(2, 1)).abs();
        total = total.add(re.add(im).mul(linearWeight).mean().mul(new Scalar(COMPLEX_WEIGHT / 2)));
      }
    }
    if (total == null) {
      throw new IllegalArgumentException("no stems");
    }
    return total;
  }

  private static Tensor magnitude(Tensor re, Tensor im) {
    return re.mul(re).add(im.mul(im)).add(new Scalar(TINY)).sqrt();
  }

  private static Tensor compressed(Tensor magnitude) {
    return magnitude.add(new Scalar(FLOOR)).sqrt();
  }
}
