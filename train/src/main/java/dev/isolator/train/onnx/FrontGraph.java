package dev.isolator.train.onnx;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.FrontEnd;
import org.jspecify.annotations.Nullable;

/// A front end as operators of a graph. A test compares it with [dev.isolator.train.torch.Front].
sealed interface FrontGraph permits BandFrontGraph, MonoFrontGraph, CepstraFrontGraph {
  /// Adds the operators.
  ///
  /// @param spectrum name of `[1][4][bins][frames]`
  /// @return name of `[1][channels][rows][frames]`
  String features(String spectrum);

  /// That of an architecture.
  ///
  /// @param state of the local level in a stream; null in a graph of whole songs, and where there
  ///   is none
  static FrontGraph of(
      Architecture architecture, OnnxGraph graph, LocalLevelGraph.@Nullable StreamState state) {
    return switch (architecture.front()) {
      case FrontEnd.Bands(_, var level) ->
          new BandFrontGraph(
              architecture,
              graph,
              level == null
                  ? null
                  : new LocalLevelGraph(level, architecture.fftLength(), graph, state));
      case FrontEnd.Mono _ -> new MonoFrontGraph(graph);
      case FrontEnd.Cepstra cepstra -> new CepstraFrontGraph(architecture.bins(), cepstra, graph);
    };
  }
}
