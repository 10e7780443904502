package dev.isolator.train.loss;

import dev.isolator.train.data.Mix;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import dev.isolator.train.torch.Front;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The mean square error of what [BinTarget] asks for, or its cross entropy. Frames whose reach
/// leaves the segment carry no loss.
final class BinObjective implements Objective {
  private final Architecture architecture;
  private final Head.Target target;
  private final LossKind kind;
  private final int windowHop;
  private final BinTarget targets;
  private final Tensor window;
  private final Front front;

  BinObjective(Architecture architecture, Head.Target target, LossKind kind, int windowHop) {
    this.architecture = architecture;
    this.target = target;
    this.kind = kind;
    this.windowHop = windowHop;
    targets = new BinTarget(target, architecture.sampleRate());
    window = torch.hann_window(Spectra.grid(architecture).fftLength());
    front = Front.of(architecture);
  }

  @Override
  public double of(Mix[] batch, UnaryOperator<Tensor> network) {
    Tensor features;
    Tensor truth;
    int from = architecture.lookBack();
    int inner;
    try (var _ = new AutoGradMode(false)) {
      var spectra = Spectra.of(architecture, batch, window);
      features = front.features(spectra.mixture());
      inner = (int) features.size(3) - from - architecture.lookAhead();
      truth = Objective.learnt(targets.of(spectra.stems()), from, inner, windowHop);
    }
    var answer = network.apply(features).to(torch.ScalarType.Float);
    var pictures = answer.reshape(truth.size(0), truth.size(1), truth.size(2), answer.size(3));
    var shaped = Objective.answered(pictures, from, inner, windowHop);
    var share =
        switch (target) {
          case MAGNITUDE -> shaped;
          case SOFT, BINARY ->
              truth.size(1) == 1 ? torch.sigmoid(shaped) : torch.softmax(shaped, 1);
        };
    var loss =
        kind == LossKind.ENTROPY ? MaskLoss.entropy(share, truth) : torch.mse_loss(share, truth);
    double value = loss.item_float();
    if (Math.abs(value) < Double.POSITIVE_INFINITY) {
      loss.backward();
    }
    return value;
  }
}
