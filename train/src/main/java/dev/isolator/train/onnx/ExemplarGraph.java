package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import java.util.List;

/// [Layer.Exemplars] as operators of a graph. The exemplars' embeddings and their masks' logits are
/// stored; the rest is computed for each frame.
record ExemplarGraph(WeightValues weights, OnnxGraph graph, String prefix) {
  private static final double TINY = 1e-6;

  /// Adds the operators.
  ///
  /// @param x name of `[1][1 + embedding][1][frames]`
  /// @return name of `[1][1 + pictures · bins][1][frames]`
  String of(Layer.Exemplars layer, String x) {
    String voice = graph.slice(x, 1, 0, 1);
    long size = layer.embedding();
    String embedding =
        graph.op("Reshape", List.of(graph.slice(x, 1, 1, 1 + size), graph.longs(1, size, -1)));
    String exemplars =
        graph.weight(
            prefix + layer.name() + ".w",
            List.of((long) layer.count(), size),
            weights.get(layer.name() + ".w"));
    String similarity = graph.op("MatMul", List.of(unit(exemplars, 1), unit(embedding, 1)));
    String shares =
        graph.op(
            "Softmax",
            List.of(graph.div(similarity, graph.scalar(layer.temperature()))),
            attribute("axis", 1));
    String logits =
        graph.weight(
            prefix + layer.name() + ".masks",
            List.of((long) layer.count(), (long) layer.pictures(), (long) layer.bins()),
            weights.get(layer.name() + ".masks"));
    String known =
        layer.pictures() == 1
            ? graph.op("Sigmoid", List.of(logits))
            : graph.op("Softmax", List.of(logits), attribute("axis", 1));
    long cells = (long) layer.pictures() * layer.bins();
    String flat = graph.op("Reshape", List.of(known, graph.longs(layer.count(), cells)));
    String mask = graph.op("MatMul", List.of(graph.op("Transpose", List.of(flat)), shares));
    return graph.concat(
        1, List.of(voice, graph.op("Reshape", List.of(mask, graph.longs(1, cells, 1, -1)))));
  }

  private String unit(String x, int axis) {
    String squares =
        graph.op(
            "ReduceSum", List.of(graph.mul(x, x), graph.longs(axis)), attribute("keepdims", 1));
    return graph.div(x, graph.op("Sqrt", List.of(graph.add(squares, graph.scalar(TINY)))));
  }
}
