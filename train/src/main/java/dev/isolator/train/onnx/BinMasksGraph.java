package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.family.Head;
import dev.isolator.train.torch.BinMasks;
import dev.isolator.train.torch.MonoFront;
import java.util.List;

/// Shares on bins, the same for both sides, see [BinMasks].
///
/// @param graph to add to
record BinMasksGraph(Head.Target target, int stems, int bins, OnnxGraph graph)
    implements MasksGraph {
  @Override
  public String shares(String answer, String spectrum) {
    int pictures = stems == 2 ? 1 : stems;
    String onBins = graph.op("Reshape", List.of(answer, graph.longs(1, pictures, bins, -1)));
    String shares = onOneSide(onBins, spectrum);
    String side = graph.op("Unsqueeze", List.of(shares, graph.longs(2)));
    return graph.concat(2, List.of(side, side));
  }

  private String onOneSide(String answer, String spectrum) {
    return switch (target) {
      case SOFT, BINARY ->
          stems == 2
              ? graph.op("Sigmoid", List.of(answer))
              : graph.op("Softmax", List.of(answer), attribute("axis", 1));
      case MAGNITUDE -> {
        String decompress = graph.scalar(1 / MonoFront.EXPONENT);
        String floor = graph.scalar(BinMasks.FLOOR);
        if (stems == 2) {
          String mixture =
              graph.op("Max", List.of(new MonoFrontGraph(graph).features(spectrum), floor));
          String share = graph.div(graph.op("Relu", List.of(answer)), mixture);
          String cut = graph.op("Min", List.of(share, graph.scalar(1)));
          yield graph.op("Pow", List.of(cut, decompress));
        }
        String magnitudes =
            graph.op("Pow", List.of(graph.op("Max", List.of(answer, floor)), decompress));
        String sum =
            graph.op("ReduceSum", List.of(magnitudes, graph.longs(1)), attribute("keepdims", 1));
        yield graph.div(magnitudes, sum);
      }
    };
  }
}
