package dev.isolator.train.onnx;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import java.util.List;

/// [Layer.FrequencyTransform] as operators of a graph: a product, then batch norm as a factor and a
/// summand of each channel, which cannot be folded into a map along frequency.
record FrequencyTransformGraph(WeightValues weights, OnnxGraph graph, String prefix) {

  /// Adds the operators.
  ///
  /// @param x name of `[1][channels][in][frames]`
  /// @return name of `[1][channels][out][frames]`
  String of(Layer.FrequencyTransform layer, String x) {
    String name = layer.name();
    String map =
        graph.weight(
            prefix + name + ".w",
            List.of((long) layer.out(), (long) layer.in()),
            weights.get(name + ".w"));
    String product = graph.op("MatMul", List.of(map, x));
    if (layer.activation() == Layer.Activation.LINEAR) {
      var shape = List.of((long) layer.out(), 1L);
      return graph.add(
          product, graph.weight(prefix + name + ".b", shape, weights.get(name + ".b")));
    }
    var norm = FoldedBatchNorm.of(name, weights);
    var shape = List.of((long) layer.channels(), 1L, 1L);
    String scaled = graph.mul(product, graph.weight(prefix + name + ".scale", shape, norm.gain()));
    String moved = graph.add(scaled, graph.weight(prefix + name + ".b", shape, norm.bias()));
    return graph.op("Relu", List.of(moved));
  }
}
