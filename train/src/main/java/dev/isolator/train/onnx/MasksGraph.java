package dev.isolator.train.onnx;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;

/// What a network's answer does to the spectrum, as operators of a graph. A test holds them to
/// [dev.isolator.train.torch.Masks].
sealed interface MasksGraph permits BandMasksGraph, BinMasksGraph, ShareMasksGraph {
  /// Adds the operators and the output `mask`.
  ///
  /// @param answer name of the network's answer, of as many frames as the spectrum
  /// @param spectrum name of `[1][4][bins][frames]`
  void masks(String answer, String spectrum);

  /// Those of an architecture.
  ///
  /// @throws IllegalArgumentException if it puts no masks out
  static MasksGraph of(Architecture architecture, OnnxGraph graph) {
    return switch (architecture.head()) {
      case Head.Bands _ -> new BandMasksGraph(architecture, graph);
      case Head.Bins(var target) ->
          new BinMasksGraph(target, architecture.stems().size(), architecture.bins(), graph);
      case Head.VoiceAndShares _ ->
          new ShareMasksGraph(architecture.stems().size(), architecture.bins(), graph);
      case Head.Voice _ ->
          throw new IllegalArgumentException(
              "a network for voice activity puts no masks out; write it into a model that does");
    };
  }
}
