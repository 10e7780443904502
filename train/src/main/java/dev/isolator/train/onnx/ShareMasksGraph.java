package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import java.util.List;

/// Shares that need nothing done, after the voice, see [ShareMasks].
///
/// @param graph to add to
record ShareMasksGraph(int stems, int bins, OnnxGraph graph) implements MasksGraph {
  @Override
  public void masks(String answer, String spectrum, String name) {
    int pictures = stems == 2 ? 1 : stems;
    String cells = graph.slice(answer, 1, 1, 1 + (long) pictures * bins);
    String shares = graph.op("Reshape", List.of(cells, graph.longs(1, pictures, 1, bins, -1)));
    String both = graph.concat(2, List.of(shares, shares));
    if (stems > 2) {
      graph.op("Identity", List.of(both), name);
    } else {
      graph.op(
          "Concat", List.of(both, graph.sub(graph.scalar(1), both)), name, attribute("axis", 1));
    }
  }
}
