package dev.isolator.train.onnx;

import dev.isolator.train.torch.CepstraFront;
import java.util.List;

/// Real cepstra of the mean of both sides, see [CepstraFront].
///
/// @param graph to add to
record CepstraFrontGraph(int bins, int quefrencies, OnnxGraph graph) implements FrontGraph {
  @Override
  public String features(String spectrum) {
    String re = mono(spectrum, 0);
    String im = mono(spectrum, 1);
    String power = graph.add(graph.mul(re, re), graph.mul(im, im));
    String near = graph.mul(power, graph.scalar(1 / CepstraFront.EPSILON));
    String log = graph.op("Log", List.of(graph.add(near, graph.scalar(1))));
    String matrix =
        graph.weight(
            "cepstra.matrix",
            List.of((long) quefrencies, (long) bins),
            CepstraFront.matrix(bins, quefrencies));
    return graph.op("MatMul", List.of(matrix, graph.mul(log, graph.scalar(0.5))));
  }

  private String mono(String spectrum, int part) {
    String sum =
        graph.add(
            graph.slice(spectrum, 1, part, part + 1), graph.slice(spectrum, 1, part + 2, part + 3));
    return graph.mul(sum, graph.scalar(0.5));
  }
}
