package dev.isolator.train.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The compressed magnitude of the mean of left and right: `|(L + R) / 2|^0.3`. Silence is zero.
public final class MonoFront implements Front {
  /// Exponent of the magnitude.
  public static final double EXPONENT = 0.3;

  @Override
  public Tensor features(Tensor spectrum) {
    return compressed(mono(spectrum, 0), mono(spectrum, 1));
  }

  private static Tensor mono(Tensor spectrum, long part) {
    return spectrum.narrow(1, part, 1).add(spectrum.narrow(1, part + 2, 1)).mul(new Scalar(0.5));
  }

  private static Tensor compressed(Tensor re, Tensor im) {
    return torch.pow(re.mul(re).add(im.mul(im)), new Scalar(EXPONENT / 2));
  }
}
