package dev.isolator.train.loss;

import dev.isolator.train.data.Mix;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.FrontEnd;
import dev.isolator.train.torch.Front;
import dev.isolator.train.torch.Tensors;
import dev.isolator.train.voice.MicroSampleSplit;
import dev.isolator.train.voice.VoiceActivityLabels;
import dev.isolator.train.voice.VoiceScore;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Binary cross-entropy against [VoiceActivityLabels] of the first stem. Of networks on windows the
/// frames whose reach leaves the segment carry no loss, of those on bands a margin at either end.
/// Neither do micro-samples that are held out.
final class VoiceObjective implements Objective {
  private final Architecture architecture;
  private final Tensor window;
  private final UnaryOperator<Tensor> front;
  private final int windowHop;

  /// Frames at the segment's beginning without loss, and at its end.
  private final int before;

  private final int after;
  private final MicroSampleSplit split;
  private VoiceScore classified = VoiceScore.none();

  /// @param margin frames on either side of a segment without loss, of networks on bands
  /// @param split which micro-samples are held out
  VoiceObjective(Architecture architecture, int margin, int windowHop, MicroSampleSplit split) {
    this.split = split;
    this.architecture = architecture;
    this.windowHop = windowHop;
    window = torch.hann_window(Spectra.grid(architecture).fftLength());
    if (architecture.front() instanceof FrontEnd.Bands) {
      front = new BandFeatures(architecture)::of;
      before = margin;
      after = margin;
    } else {
      front = Front.of(architecture)::features;
      before = architecture.lookBack();
      after = architecture.lookAhead();
    }
  }

  @Override
  public double of(Mix[] batch, UnaryOperator<Tensor> network) {
    var told = told(batch, network, false);
    classified = classified.plus(score(told));
    var loss = torch.binary_cross_entropy_with_logits(told.answer(), told.truth());
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

  @Override
  public VoiceScore heldOut(Mix[] batch, UnaryOperator<Tensor> network) {
    return split.isOn() ? score(told(batch, network, true)) : VoiceScore.none();
  }

  /// Outputs before the sigmoid and the labels, `[batch][micro-samples]`.
  private record Told(Tensor answer, Tensor truth) {}

  private Told told(Mix[] batch, UnaryOperator<Tensor> network, boolean heldOut) {
    Tensor features;
    Tensor truth;
    int inner;
    try (var _ = new AutoGradMode(false)) {
      features = front.apply(Spectra.of(architecture, batch, window).mixture());
      int frames = (int) features.size(3);
      inner = frames - before - after;
      truth = Objective.learnt(labels(architecture, batch, frames), before, inner, windowHop);
    }
    var answer = network.apply(features).to(torch.ScalarType.Float);
    var voice = answer.reshape(batch.length, answer.size(3));
    var cut = Objective.answered(voice, before, inner, windowHop);
    if (!split.isOn()) {
      return new Told(cut, truth);
    }
    boolean[] held = split.heldOut((int) truth.size(1));
    long[] places =
        IntStream.range(0, held.length).filter(t -> held[t] == heldOut).asLongStream().toArray();
    var chosen = torch.tensor(places);
    return new Told(cut.index_select(1, chosen), truth.index_select(1, chosen));
  }

  private static VoiceScore score(Told told) {
    return told(told.answer(), told.truth());
  }

  /// How well outputs before the sigmoid classify the labels.
  static VoiceScore told(Tensor answer, Tensor truth) {
    float[] told = Tensors.values(torch.sigmoid(answer.detach()));
    float[] labels = Tensors.values(truth);
    return VoiceScore.of(told, labels, 0, labels.length);
  }

  /// The labels of a batch, `[batch][frames]`.
  static Tensor labels(Architecture architecture, Mix[] batch, int frames) {
    var grid = Spectra.grid(architecture);
    var labels = new float[batch.length * frames];
    for (int i = 0; i < batch.length; i++) {
      float[] one = VoiceActivityLabels.of(batch[i].stems()[0], grid, grid.fftLength() / 2, frames);
      System.arraycopy(one, 0, labels, i * frames, frames);
    }
    return Tensors.of(labels, batch.length, frames);
  }
}
