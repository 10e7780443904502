package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.family.Architecture;
import java.util.List;

/// Shares on bands, see [dev.isolator.train.torch.BandMasks].
final class BandMasksGraph implements MasksGraph {
  private final Architecture architecture;
  private final BandWarp warp;
  private final OnnxGraph graph;

  BandMasksGraph(Architecture architecture, OnnxGraph graph) {
    this.architecture = architecture;
    this.warp = architecture.warp();
    this.graph = graph;
  }

  @Override
  public String shares(String answer, String spectrum) {
    String cut = graph.slice(answer, 2, 0, warp.bands());
    int stems = architecture.stems().size();
    boolean two = stems == 2;
    String shaped =
        graph.op("Reshape", List.of(cut, graph.longs(1, two ? 1 : stems, 2, warp.bands(), -1)));
    String shares =
        two
            ? graph.op("Sigmoid", List.of(shaped))
            : graph.op("Softmax", List.of(shaped), attribute("axis", 1));
    long exact = warp.exact();
    String synthesis =
        graph.weight(
            "bands.synthesis",
            List.of(warp.bins() - exact, warp.bands() - exact),
            warp.synthesis());
    String high =
        graph.op("MatMul", List.of(synthesis, graph.slice(shares, 3, warp.exact(), warp.bands())));
    return graph.concat(3, List.of(graph.slice(shares, 3, 0, warp.exact()), high));
  }
}
