package dev.isolator.train.onnx;

import dev.isolator.train.family.FrontEnd;
import dev.isolator.train.torch.CepstraFront;
import java.util.List;

/// Real cepstra of the mid signal, and of the side signal where that is heard, see [CepstraFront].
///
/// @param graph to add to
record CepstraFrontGraph(int bins, FrontEnd.Cepstra cepstra, OnnxGraph graph)
    implements FrontGraph {
  @Override
  public String features(String spectrum) {
    String left = graph.slice(spectrum, 1, 0, 2);
    String right = graph.slice(spectrum, 1, 2, 4);
    String mid = level(graph.add(left, right));
    String levels =
        cepstra.side()
            ? graph.concat(1, List.of(mid, level(graph.op("Sub", List.of(left, right)))))
            : mid;
    String matrix =
        graph.weight(
            "cepstra.matrix",
            List.of((long) cepstra.quefrencies(), (long) bins),
            CepstraFront.matrix(bins, cepstra.quefrencies()));
    return graph.op("MatMul", List.of(matrix, levels));
  }

  /// The log magnitude of half a sum of two spectra.
  private String level(String sum) {
    String square = graph.mul(sum, sum);
    String power = graph.add(graph.slice(square, 1, 0, 1), graph.slice(square, 1, 1, 2));
    String near = graph.mul(power, graph.scalar(0.25 / CepstraFront.EPSILON));
    String log = graph.op("Log", List.of(graph.add(near, graph.scalar(1))));
    return graph.mul(log, graph.scalar(0.5));
  }
}
