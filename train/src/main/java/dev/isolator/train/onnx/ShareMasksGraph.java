package dev.isolator.train.onnx;

import java.util.List;

/// Masks that are the network's output as it is, see [ShareMasks].
///
/// @param graph to add to
record ShareMasksGraph(int stems, int bins, OnnxGraph graph) implements MasksGraph {
  @Override
  public String shares(String answer, String spectrum) {
    int pictures = stems == 2 ? 1 : stems;
    String cells = graph.slice(answer, 1, 1, 1 + (long) pictures * bins);
    String shares = graph.op("Reshape", List.of(cells, graph.longs(1, pictures, 1, bins, -1)));
    return graph.concat(2, List.of(shares, shares));
  }
}
