package dev.isolator.train.torch;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.family.Architecture;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// What the network sees, and what its answer does to the bins. The same formulas as in the ONNX
/// graph, which a test holds to them.
///
/// With `l`, `r` the powers of left and right on bands, `c` their cross spectrum `L R*` on bands
/// and `t = l + r + 1e-9`, the features are level `t^0.15 − 0.6`, balance `(√l − √r) / √t`,
/// correlation `2 Re c / t` and phase difference `2 Im c / t`. Nothing is normalised over time:
/// chunks and streams see the same.
public final class Features {
  /// Added to the power: silence is a level, not a division by zero.
  public static final double FLOOR = 1e-9;

  /// Compresses the level.
  public static final double EXPONENT = 0.15;

  /// Centres the level of usual music.
  public static final double OFFSET = 0.6;

  private final BandWarp warp;
  private final int paddedBands;
  private final Tensor analysis; // [bands − exact][bins − exact]
  private final Tensor synthesis; // [bins − exact][bands − exact]

  public Features(Architecture architecture) {
    warp = architecture.warp();
    paddedBands = architecture.paddedBands();
    int bins = warp.bins() - warp.exact();
    int bands = warp.bands() - warp.exact();
    analysis = Tensors.of(warp.analysis(), bands, bins);
    synthesis = Tensors.of(warp.synthesis(), bins, bands);
  }

  /// Spectra to features.
  ///
  /// @param spectrum `[batch][4][bins][frames]`: left re, left im, right re, right im
  /// @return `[batch][4][paddedBands][frames]`
  public Tensor of(Tensor spectrum) {
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
    var onBands = torch.cat(new TensorVector(low, high), 2);
    var l = onBands.narrow(1, 0, 1);
    var r = onBands.narrow(1, 1, 1);
    var total = l.add(r).add(new Scalar(FLOOR));
    var level = total.pow(new Scalar(EXPONENT)).sub(new Scalar(OFFSET));
    // The products may leave powers a hair below zero no matter what: A has no negative weights.
    var balance = l.sqrt().sub(r.sqrt()).div(total.sqrt());
    var correlation = onBands.narrow(1, 2, 1).mul(new Scalar(2.0)).div(total);
    var phase = onBands.narrow(1, 3, 1).mul(new Scalar(2.0)).div(total);
    var features = torch.cat(new TensorVector(level, balance, correlation, phase), 1);
    return torch.constant_pad_nd(features, 0, 0, 0, (long) paddedBands - warp.bands());
  }

  /// The network's answer to masks.
  ///
  /// @param answer `[batch][outputs][paddedBands][frames]`
  /// @param stems 2 or more
  /// @return `[batch][stems][2][bins][frames]`, 0 to 1, summing to 1 over stems
  public Tensor masks(Tensor answer, int stems) {
    var shares = onBins(answer, stems);
    if (stems > 2) {
      return shares;
    }
    var one = torch.ones_like(shares);
    return torch.cat(new TensorVector(shares, one.sub(shares)), 1);
  }

  /// As [#masks], without the remainder of two stems: `[batch][1 or stems][2][bins][frames]`.
  public Tensor onBins(Tensor answer, int stems) {
    long batch = answer.size(0);
    long frames = answer.size(3);
    var cut = answer.narrow(2, 0, warp.bands()).to(torch.ScalarType.Float);
    Tensor shares;
    if (stems == 2) {
      shares = torch.sigmoid(cut).reshape(batch, 1, 2, warp.bands(), frames);
    } else {
      shares = torch.softmax(cut.reshape(batch, stems, 2, warp.bands(), frames), 1);
    }
    var low = shares.narrow(3, 0, warp.exact());
    var high =
        torch.matmul(synthesis, shares.narrow(3, warp.exact(), (long) warp.bands() - warp.exact()));
    return torch.cat(new TensorVector(low, high), 3);
  }
}
