package dev.isolator.train.onnx;

import dev.isolator.train.torch.MonoFront;
import java.util.List;

/// The compressed magnitude of the mean of both sides, see [MonoFront].
///
/// @param graph to add to
record MonoFrontGraph(OnnxGraph graph) implements FrontGraph {
  @Override
  public String features(String spectrum) {
    String re = mono(spectrum, 0);
    String im = mono(spectrum, 1);
    return graph.op(
        "Pow",
        List.of(
            graph.add(graph.mul(re, re), graph.mul(im, im)), graph.scalar(MonoFront.EXPONENT / 2)));
  }

  private String mono(String spectrum, int part) {
    String sum =
        graph.add(
            graph.slice(spectrum, 1, part, part + 1), graph.slice(spectrum, 1, part + 2, part + 3));
    return graph.mul(sum, graph.scalar(0.5));
  }
}
