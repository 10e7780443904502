package dev.isolator.train.loss;

import dev.isolator.train.data.Mix;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.torch.Front;
import dev.isolator.train.torch.ShareMasks;
import dev.isolator.train.voice.VoiceScore;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The loss of a network for voice activity and masks: [MaskLoss] plus the binary cross-entropy of
/// [VoiceObjective], with equal weights. Frames whose reach leaves the segment carry no loss.
final class VoiceAndMaskObjective implements Objective {
  private final Architecture architecture;
  private final Tensor window;
  private final Front front;
  private final ShareMasks masks;
  private VoiceScore classified = VoiceScore.none();

  VoiceAndMaskObjective(Architecture architecture) {
    this.architecture = architecture;
    window = torch.hann_window(Spectra.grid(architecture).fftLength());
    front = Front.of(architecture);
    masks = new ShareMasks(architecture.stems().size());
  }

  @Override
  public double of(Mix[] batch, UnaryOperator<Tensor> network) {
    Spectra spectra;
    Tensor features;
    Tensor truth;
    int from = architecture.lookBack();
    int inner;
    try (var _ = new AutoGradMode(false)) {
      spectra = Spectra.of(architecture, batch, window);
      features = front.features(spectra.mixture());
      int frames = (int) features.size(3);
      inner = frames - from - architecture.lookAhead();
      truth = VoiceObjective.labels(architecture, batch, frames).narrow(1, from, inner);
    }
    var answer = network.apply(features);
    var voice = ShareMasks.voice(answer).narrow(1, from, inner);
    classified = classified.plus(VoiceObjective.told(voice, truth));
    int margin = Math.max(from, architecture.lookAhead());
    var loss =
        MaskLoss.of(masks.shares(answer, architecture.bins()), spectra, margin)
            .add(torch.binary_cross_entropy_with_logits(voice, truth));
    double value = loss.item_float();
    if (Math.abs(value) < Double.POSITIVE_INFINITY) {
      loss.backward();
    }
    return value;
  }

  @Override
  public VoiceScore classified() {
    return classified;
  }
}
