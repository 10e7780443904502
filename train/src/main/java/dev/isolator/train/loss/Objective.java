package dev.isolator.train.loss;

import dev.isolator.train.data.Mix;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.FrontEnd;
import dev.isolator.train.family.Head;
import dev.isolator.train.voice.MicroSampleSplit;
import dev.isolator.train.voice.VoiceScore;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/// A training loss: runs a network on a batch, forwards and backwards. One instance per thread; to
/// be called within a `PointerScope`.
public sealed interface Objective
    permits BandObjective, BinObjective, VoiceObjective, VoiceAndMaskObjective {
  /// The loss of a batch. Afterwards the weights have the gradient, unless the loss is not finite.
  ///
  /// @param network from the front end's features to the network's output
  double of(Mix[] batch, UnaryOperator<Tensor> network);

  /// How well all batches so far were classified; [VoiceScore#none()] where the loss has no labels.
  default VoiceScore classified() {
    return VoiceScore.none();
  }

  /// How well micro-samples that are held out are classified; [VoiceScore#none()] where there are
  /// none.
  ///
  /// @param network as for [#of(Mix\[\], UnaryOperator)], without gradients
  default VoiceScore heldOut(Mix[] batch, UnaryOperator<Tensor> network) {
    return VoiceScore.none();
  }

  /// The default loss of an architecture.
  ///
  /// @param margin frames on either side of a segment without loss, for networks on bands; others
  ///   leave out their reach
  static Objective of(Architecture architecture, int margin) {
    return of(architecture, margin, LossKind.DEFAULT, 0, 1, MicroSampleSplit.NONE);
  }

  /// A loss of an architecture.
  ///
  /// @param bandWeightExponent of [BinWeights]; only of the default loss on bands
  /// @param windowHop of `binary`: frames between the windows that the network answers for; with 1
  ///   it answers for every frame of the segment
  /// @param split of the micro-samples of a network for voice activity alone
  /// @throws IllegalArgumentException if the loss is not defined for the network
  static Objective of(
      Architecture architecture,
      int margin,
      LossKind kind,
      double bandWeightExponent,
      int windowHop,
      MicroSampleSplit split) {
    LossKind.require(kind, architecture.head());
    return switch (architecture.head()) {
      case Head.Bands _ -> new BandObjective(architecture, margin, kind, bandWeightExponent);
      case Head.Bins(var target) -> new BinObjective(architecture, target, kind, windowHop);
      case Head.VoiceAndShares _ -> new VoiceAndMaskObjective(architecture);
      case Head.Voice _ -> new VoiceObjective(architecture, margin, windowHop, split);
    };
  }

  /// Micro-samples of a mix that a network for voice activity is asked for.
  ///
  /// @param frames of the mix
  /// @param margin as in [#of]
  static int microSamples(Architecture architecture, int frames, int margin, int windowHop) {
    int around =
        architecture.front() instanceof FrontEnd.Bands
            ? 2 * margin
            : architecture.lookBack() + architecture.lookAhead();
    return Math.ceilDiv(frames - around, windowHop);
  }

  /// Whether the loss and its gradient are made in one pass: [BandLoss], [StemBandLoss].
  static boolean isFused(Architecture architecture, LossKind kind) {
    return architecture.head() instanceof Head.Bands
        && (kind == LossKind.DEFAULT || kind == LossKind.COMPRESSED);
  }

  /// Whether the loss can use mixes with an unsplit accompaniment, see [Mix#partsKnown()].
  static boolean takesUnsplitAccompaniment(Architecture architecture, LossKind kind) {
    return architecture.stems().size() == 2
        || switch (architecture.head()) {
          case Head.Bands _ -> isFused(architecture, kind);
          case Head.Bins _ -> false;
          case Head.VoiceAndShares _, Head.Voice _ -> true;
        };
  }

  /// The part of a target that belongs to windows which lie within the segment.
  ///
  /// @param target frames last
  /// @param from middle of the first window
  /// @param inner frames from there to the middle of the last one
  static Tensor learnt(Tensor target, int from, int inner, int windowHop) {
    long last = target.dim() - 1;
    return target.slice(
        last, new LongOptional(from), new LongOptional(from + (long) inner), windowHop);
  }

  /// The network's output for the same frames. The network was run either on every frame of the
  /// segment or on those windows alone.
  ///
  /// @param answer frames last
  /// @param from middle of the first window
  /// @param inner frames from there to the middle of the last one
  static Tensor answered(Tensor answer, int from, int inner, int windowHop) {
    return windowHop == 1 ? answer.narrow(answer.dim() - 1, from, inner) : answer;
  }
}
