package dev.isolator.train.torch;

import dev.isolator.train.family.LocalLevel;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// [LocalLevel] on libtorch. The same formulas as in the ONNX graph, which a test holds to them.
final class LocalLevelRun {
  private final LocalLevel level;
  private final double meanSquare;
  private final Tensor kernel; // [3][1][1][frames]

  LocalLevelRun(LocalLevel level, int fftLength) {
    this.level = level;
    meanSquare = LocalLevel.meanSquare(fftLength);
    float[] weights = level.weights();
    kernel = Tensors.of(weights, 1, 1, 1, weights.length).expand(3, 1, 1, weights.length);
  }

  /// What the network sees instead.
  ///
  /// @param onBins `[batch][4][bins][frames]`: powers of left and right, cross spectrum
  /// @param onBands the same on bands
  Tensor levelled(Tensor onBins, Tensor onBands) {
    var sums = onBins.narrow(1, 0, 3).sum(new long[] {2}, true, new ScalarTypeOptional());
    var smoothed =
        torch.conv2d(
            torch.constant_pad_nd(sums, level.before(), level.after()),
            kernel,
            new TensorOptional(),
            new long[] {1, 1},
            new long[] {0, 0},
            new long[] {1, 1},
            3);
    var left = smoothed.narrow(1, 0, 1);
    var right = smoothed.narrow(1, 1, 1);
    var noLeft = below(left, right.mul(new Scalar(LocalLevel.SILENT)));
    var noRight = below(right, left.mul(new Scalar(LocalLevel.SILENT)));
    var copied = noLeft.add(noRight);
    var sum = left.add(right);
    var doubled = smoothed.narrow(1, 2, 1).mul(new Scalar(2.0));
    var inverted = below(doubled, sum.mul(new Scalar(LocalLevel.INVERTED)));
    var one = torch.ones_like(sum);
    var sign = one.sub(copied).mul(one.sub(inverted.mul(new Scalar(2.0))));
    var power =
        sum.add(noLeft.mul(right.sub(left)))
            .add(noRight.mul(left.sub(right)))
            .mul(new Scalar(meanSquare / 2));
    var gain =
        torch
            .clamp_min(power, new Scalar(LocalLevel.TARGET / LocalLevel.LARGEST))
            .reciprocal()
            .mul(new Scalar(LocalLevel.TARGET));
    var l = onBands.narrow(1, 0, 1);
    var r = onBands.narrow(1, 1, 1);
    var newLeft = l.add(noLeft.mul(r.sub(l)));
    var newRight = r.add(noRight.mul(l.sub(r)));
    var re = sign.mul(onBands.narrow(1, 2, 1)).add(copied.mul(newLeft));
    var im = sign.mul(onBands.narrow(1, 3, 1));
    return torch.cat(new TensorVector(newLeft, newRight, re, im), 1).mul(gain);
  }

  /// 1 where the first is below the second, else 0.
  private static Tensor below(Tensor first, Tensor second) {
    return first.lt(second).to(torch.ScalarType.Float);
  }
}
