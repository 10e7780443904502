package dev.isolator.train.torch;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.family.Architecture;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Masks on bands, then on bins. The same formulas as in the ONNX graph, which a test holds to
/// them.
public final class BandMasks implements Masks {
  private final BandWarp warp;
  private final int stems;
  private final Tensor synthesis; // [bins − exact][bands − exact]

  public BandMasks(Architecture architecture) {
    warp = architecture.warp();
    stems = architecture.stems().size();
    synthesis =
        Tensors.of(
            warp.synthesis(),
            (long) warp.bins() - warp.exact(),
            (long) warp.bands() - warp.exact());
  }

  @Override
  public Tensor masks(Tensor answer, Tensor spectrum) {
    var shares = onBins(answer);
    if (stems > 2) {
      return shares;
    }
    var one = torch.ones_like(shares);
    return torch.cat(new TensorVector(shares, one.sub(shares)), 1);
  }

  /// As [#masks], without the remainder of two stems: `[batch][1 or stems][2][bins][frames]`.
  public Tensor onBins(Tensor answer) {
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
