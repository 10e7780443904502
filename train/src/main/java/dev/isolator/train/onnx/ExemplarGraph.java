package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import java.util.ArrayList;
import java.util.List;

/// [Layer.Exemplars] as operators of a graph. The exemplars' embeddings and their masks' logits are
/// stored; the rest is computed for each frame.
record ExemplarGraph(WeightValues weights, OnnxGraph graph, String prefix) {
  private static final double TINY = 1e-6;

  /// Adds the operators.
  ///
  /// @param x name of `[1][1 + heads · embedding][1][frames]`
  /// @return name of `[1][1 + pictures · bins][1][frames]`
  String of(Layer.Exemplars layer, String x) {
    String logits =
        graph.weight(
            prefix + layer.name() + ".masks",
            List.of((long) layer.count(), (long) layer.pictures(), (long) layer.bins()),
            weights.get(layer.name() + ".masks"));
    String known =
        layer.pictures() == 1
            ? graph.op("Sigmoid", List.of(logits))
            : graph.op("Softmax", List.of(logits), attribute("axis", 1));
    String exemplars =
        graph.weight(
            prefix + layer.name() + ".w",
            List.of((long) layer.heads() * layer.count(), (long) layer.embedding()),
            weights.get(layer.name() + ".w"));
    var ranges = new ArrayList<String>();
    for (int head = 0; head < layer.heads(); head++) {
      int from = layer.firstBin(head);
      long bins = (long) layer.firstBin(head + 1) - from;
      String some = layer.heads() == 1 ? known : graph.slice(known, 2, from, from + bins);
      long cells = layer.pictures() * bins;
      String flat = graph.op("Reshape", List.of(some, graph.longs(layer.count(), cells)));
      String mask =
          graph.op(
              "MatMul",
              List.of(graph.op("Transpose", List.of(flat)), shares(layer, head, exemplars, x)));
      ranges.add(graph.op("Reshape", List.of(mask, graph.longs(1, layer.pictures(), bins, -1))));
    }
    String mask = ranges.size() == 1 ? ranges.getFirst() : graph.concat(2, ranges);
    long cells = (long) layer.pictures() * layer.bins();
    return graph.concat(
        1,
        List.of(
            graph.slice(x, 1, 0, 1),
            graph.op("Reshape", List.of(mask, graph.longs(1, cells, 1, -1)))));
  }

  /// How much each exemplar of a head counts, `[1][exemplars][frames]`.
  private String shares(Layer.Exemplars layer, int head, String exemplars, String x) {
    long size = layer.embedding();
    long count = layer.count();
    String slice = graph.slice(x, 1, 1 + head * size, 1 + (head + 1) * size);
    String embedding = graph.op("Reshape", List.of(slice, graph.longs(1, size, -1)));
    String own =
        layer.heads() == 1
            ? exemplars
            : graph.slice(exemplars, 0, head * count, (head + 1) * count);
    String similarity = graph.op("MatMul", List.of(unit(own, 1), unit(embedding, 1)));
    return graph.op(
        "Softmax",
        List.of(graph.div(similarity, graph.scalar(layer.temperature()))),
        attribute("axis", 1));
  }

  private String unit(String x, int axis) {
    String squares =
        graph.op(
            "ReduceSum", List.of(graph.mul(x, x), graph.longs(axis)), attribute("keepdims", 1));
    return graph.div(x, graph.op("Sqrt", List.of(graph.add(squares, graph.scalar(TINY)))));
  }
}
