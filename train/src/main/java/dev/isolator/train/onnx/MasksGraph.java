package dev.isolator.train.onnx;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import java.util.List;

/// Masks from a network's output, as operators of a graph. A test compares them with
/// [dev.isolator.train.torch.Masks].
sealed interface MasksGraph permits BandMasksGraph, BinMasksGraph, ShareMasksGraph {
  /// Adds the operators.
  ///
  /// @param answer name of the network's answer, of as many frames as the spectrum
  /// @param spectrum name of `[1][4][bins][frames]`
  /// @return name of the shares, `[1][1 or stems][2][bins][frames]`, of two stems the first alone
  String shares(String answer, String spectrum);

  /// Adds the operators of a network and its output `mask`: of two stems the second is 1 minus the
  /// first.
  static void write(TrainedNetwork network, OnnxGraph graph, String answer) {
    String shares = of(network.architecture(), graph).shares(answer, "spectrum");
    if (network.stems().size() > 2) {
      graph.op("Identity", List.of(shares), "mask");
      return;
    }
    String first = network.isFolded() ? graph.slice(shares, 1, 0, 1) : shares;
    graph.op(
        "Concat",
        List.of(first, graph.sub(graph.scalar(1), first)),
        "mask",
        OnnxGraph.attribute("axis", 1));
  }

  /// Those of an architecture.
  ///
  /// @throws IllegalArgumentException if it has no masks
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
