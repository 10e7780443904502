package dev.isolator.train.torch;

import dev.isolator.train.family.Head;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Masks on bins, the same for both channels.
///
/// With the targets `SOFT` and `BINARY`, masks are a sigmoid (2 stems) or a softmax over stems.
/// With `MAGNITUDE` the output is divided by the mixture's magnitude, both compressed, cut to 0 to
/// 1, and decompressed: `min(max(answer, 0) / mixture, 1)^(1 / 0.3)`; of more than two stems, it is
/// decompressed and divided by the sum of all.
public final class BinMasks implements Masks {
  /// Least compressed magnitude in quotients, some 115 dB below full scale: in silence rounding
  /// errors would else become masks.
  public static final double FLOOR = 0.1;

  private final Head.Target target;
  private final int stems;

  BinMasks(Head.Target target, int stems) {
    this.target = target;
    this.stems = stems;
  }

  @Override
  public Tensor masks(Tensor answer, Tensor spectrum) {
    long batch = spectrum.size(0);
    int pictures = stems == 2 ? 1 : stems;
    var onBins = answer.reshape(batch, pictures, spectrum.size(2), spectrum.size(3));
    var shares = shares(onBins.to(torch.ScalarType.Float), spectrum);
    var both = torch.stack(new TensorVector(shares, shares), 2);
    if (stems > 2) {
      return both;
    }
    return torch.cat(new TensorVector(both, torch.ones_like(both).sub(both)), 1);
  }

  private Tensor shares(Tensor answer, Tensor spectrum) {
    return switch (target) {
      case SOFT, BINARY -> stems == 2 ? torch.sigmoid(answer) : torch.softmax(answer, 1);
      case MAGNITUDE -> {
        var decompress = new Scalar(1 / MonoFront.EXPONENT);
        var floor = new Scalar(FLOOR);
        if (stems == 2) {
          var mixture = torch.clamp_min(new MonoFront().features(spectrum), floor);
          var share = torch.clamp_max(torch.relu(answer).div(mixture), new Scalar(1.0));
          yield torch.pow(share, decompress);
        }
        var magnitudes = torch.pow(torch.clamp_min(answer, floor), decompress);
        yield magnitudes.div(magnitudes.sum(new long[] {1}, true, new ScalarTypeOptional()));
      }
    };
  }
}
