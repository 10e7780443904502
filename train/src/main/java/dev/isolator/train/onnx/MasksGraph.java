package dev.isolator.train.onnx;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import java.util.List;

/// What a network's answer does to the spectrum, as operators of a graph. A test holds them to
/// [dev.isolator.train.torch.Masks].
sealed interface MasksGraph permits BandMasksGraph, BinMasksGraph, ShareMasksGraph {
  /// Adds the operators.
  ///
  /// @param answer name of the network's answer, of as many frames as the spectrum
  /// @param spectrum name of `[1][4][bins][frames]`
  /// @param name of the masks, `[1][stems][2][bins][frames]`
  void masks(String answer, String spectrum, String name);

  /// Adds those of a network as output `mask`: of its own stems, or of its first one and the rest.
  static void write(Trained network, OnnxGraph graph, String answer) {
    var masks = of(network.architecture(), graph);
    if (!network.isFolded()) {
      masks.masks(answer, "spectrum", "mask");
      return;
    }
    masks.masks(answer, "spectrum", "mask.parts");
    String first = graph.slice("mask.parts", 1, 0, 1);
    graph.op(
        "Concat",
        List.of(first, graph.sub(graph.scalar(1), first)),
        "mask",
        OnnxGraph.attribute("axis", 1));
  }

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
