package dev.isolator.train.torch;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.family.Architecture;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// What a network on bands sees. The same formulas as in the ONNX graph, which a test holds to
/// them.
///
/// With `l`, `r` the powers of left and right on bands, `c` their cross spectrum `L R*` on bands
/// and `t = l + r + 1e-9`, the features are level `t^0.15 − 0.6`, balance `(√l − √r) / √t`,
/// correlation `2 Re c / t` and phase difference `2 Im c / t`. Nothing is normalised over the whole
/// song: chunks and streams have the same features. With a [LocalLevel], `l`, `r` and `c` are what
/// that makes of them.
public final class BandFront implements Front {
  /// Added to the power, so that nothing is divided by zero in silence.
  public static final double FLOOR = 1e-9;

  /// Compresses the level.
  public static final double EXPONENT = 0.15;

  /// Subtracted from the compressed level, so that it is near zero for music of ordinary level.
  public static final double OFFSET = 0.6;

  private final BandWarp warp;
  private final int paddedBands;
  private final Tensor analysis; // [bands − exact][bins − exact]
  private final @Nullable LocalLevelRun localLevel;

  BandFront(Architecture architecture) {
    warp = architecture.warp();
    paddedBands = architecture.rows();
    int bins = warp.bins() - warp.exact();
    int bands = warp.bands() - warp.exact();
    analysis = Tensors.of(warp.analysis(), bands, bins);
    var level = architecture.localLevel();
    localLevel = level == null ? null : new LocalLevelRun(level, architecture.fftLength());
  }

  @Override
  public Tensor features(Tensor spectrum) {
    var lr = spectrum.narrow(1, 0, 1);
    var li = spectrum.narrow(1, 1, 1);
    var rr = spectrum.narrow(1, 2, 1);
    var ri = spectrum.narrow(1, 3, 1);
    var left = lr.mul(lr).add(li.mul(li));
    var right = rr.mul(rr).add(ri.mul(ri));
    var re = lr.mul(rr).add(li.mul(ri));
    var im = li.mul(rr).sub(lr.mul(ri));
    var onBins = torch.cat(new TensorVector(left, right, re, im), 1);
    var low = onBins.narrow(2, 0, warp.exact());
    var high =
        torch.matmul(analysis, onBins.narrow(2, warp.exact(), (long) warp.bins() - warp.exact()));
    var asItIs = torch.cat(new TensorVector(low, high), 2);
    var onBands = localLevel == null ? asItIs : localLevel.levelled(onBins, asItIs);
    var l = onBands.narrow(1, 0, 1);
    var r = onBands.narrow(1, 1, 1);
    var total = l.add(r).add(new Scalar(FLOOR));
    var level = total.pow(new Scalar(EXPONENT)).sub(new Scalar(OFFSET));
    // The matrix has no negative weights, but rounding in the product may leave a power below zero.
    var balance = l.sqrt().sub(r.sqrt()).div(total.sqrt());
    var correlation = onBands.narrow(1, 2, 1).mul(new Scalar(2.0)).div(total);
    var phase = onBands.narrow(1, 3, 1).mul(new Scalar(2.0)).div(total);
    var features = torch.cat(new TensorVector(level, balance, correlation, phase), 1);
    return torch.constant_pad_nd(features, 0, 0, 0, (long) paddedBands - warp.bands());
  }
}
