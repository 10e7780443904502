package dev.isolator.train.torch;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import org.bytedeco.pytorch.Tensor;

/// Masks from a network's output, on libtorch.
public sealed interface Masks permits BandMasks, BinMasks, ShareMasks {
  /// The masks of a network's output.
  ///
  /// @param answer as the architecture's head has it
  /// @param spectrum `[batch][4][bins][frames]`, what the network has seen
  /// @return `[batch][stems][2][bins][frames]`, 0 to 1, summing to 1 over stems
  Tensor masks(Tensor answer, Tensor spectrum);

  /// The masks of an architecture.
  ///
  /// @throws IllegalArgumentException if it has no masks
  static Masks of(Architecture architecture) {
    return switch (architecture.head()) {
      case Head.Bands _ -> new BandMasks(architecture);
      case Head.Bins(var target) -> new BinMasks(target, architecture.stems().size());
      case Head.VoiceAndShares _ -> new ShareMasks(architecture.stems().size());
      case Head.Voice _ ->
          throw new IllegalArgumentException("a network for voice activity puts no masks out");
    };
  }
}
