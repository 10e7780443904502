package dev.isolator.train.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Masks on bins that are the network's output as it is, the same for both channels; of two stems,
/// the second mask is 1 minus the first. The output's first channel is the voice activity.
public final class ShareMasks implements Masks {
  private final int stems;

  /// @param stems of the masks
  public ShareMasks(int stems) {
    this.stems = stems;
  }

  @Override
  public Tensor masks(Tensor answer, Tensor spectrum) {
    var shares = shares(answer, spectrum.size(2));
    return stems > 2
        ? shares
        : torch.cat(new TensorVector(shares, torch.ones_like(shares).sub(shares)), 1);
  }

  /// Without what follows from the others: `[batch][1 or stems][2][bins][frames]`.
  public Tensor shares(Tensor answer, long bins) {
    int pictures = stems == 2 ? 1 : stems;
    var onBins =
        answer
            .to(torch.ScalarType.Float)
            .narrow(1, 1, pictures * bins)
            .reshape(answer.size(0), pictures, bins, answer.size(3));
    return torch.stack(new TensorVector(onBins, onBins), 2);
  }

  /// The voice before its sigmoid, `[batch][frames]`.
  public static Tensor voice(Tensor answer) {
    return answer.to(torch.ScalarType.Float).select(1, 0).select(1, 0);
  }
}
