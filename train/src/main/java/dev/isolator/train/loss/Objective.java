package dev.isolator.train.loss;

import dev.isolator.train.data.Mix;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import dev.isolator.train.voice.VoiceScore;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/// Runs a network on a batch, forwards and backwards. One instance per thread; to be called within
/// a `PointerScope`.
public sealed interface Objective
    permits BandObjective, BinObjective, VoiceObjective, VoicedObjective {
  /// The loss of a batch; the gradient is with the weights then, unless the loss is not finite.
  ///
  /// @param network what the front end makes of the spectra, to its answer
  double of(Mix[] batch, UnaryOperator<Tensor> network);

  /// What was labelled in all batches so far, and told right on the way; nothing where the loss has
  /// no labels.
  default VoiceScore heard() {
    return VoiceScore.none();
  }

  /// That of an architecture.
  ///
  /// @param margin frames on either side of a segment without loss, for networks on bands; others
  ///   leave out their reach
  static Objective of(Architecture architecture, int margin) {
    return of(architecture, margin, LossKind.USUAL);
  }

  /// That of an architecture, with another loss than the usual one.
  ///
  /// @throws IllegalArgumentException if the network is not taught by it
  static Objective of(Architecture architecture, int margin, LossKind kind) {
    LossKind.require(kind, architecture.head());
    return switch (architecture.head()) {
      case Head.Bands _ -> new BandObjective(architecture, margin, kind);
      case Head.Bins(var target) -> new BinObjective(architecture, target, kind);
      case Head.VoiceAndShares _ -> new VoicedObjective(architecture);
      case Head.Voice _ -> new VoiceObjective(architecture);
    };
  }
}
