package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import java.util.List;

/// One frame of [Layer.Recurrence] as operators of a graph.
record RecurrenceGraph(WeightValues weights, OnnxGraph graph, String prefix) {

  /// Adds the operators of the gates.
  ///
  /// @param x name of `[1][channels][bands][1]`
  /// @param state name of `[1][bands][units]`
  /// @return name of the next state
  String next(Layer.Recurrence layer, String x, String state) {
    int units = layer.units();
    String rows = graph.op("Transpose", List.of(x), attribute("perm", new long[] {0, 3, 2, 1}));
    String channels = graph.op("Reshape", List.of(rows, graph.longs(1, -1, layer.channels())));
    String seen = map(layer.name(), layer.channels(), 3 * units, channels);
    String kept = map(layer.name() + ".state", units, 3 * units, state);
    String gates =
        graph.op("Sigmoid", List.of(graph.add(part(seen, 0, 2, units), part(kept, 0, 2, units))));
    String update = part(gates, 1, 2, units);
    String reset = graph.mul(part(gates, 0, 1, units), part(kept, 2, 3, units));
    String fresh = graph.op("Tanh", List.of(graph.add(part(seen, 2, 3, units), reset)));
    return graph.add(fresh, graph.mul(update, graph.sub(state, fresh)));
  }

  /// Adds the map of a state back to the channels, `[1][channels][bands][1]`.
  String answer(Layer.Recurrence layer, String state) {
    String rows = map(layer.name() + ".out", layer.units(), layer.channels(), state);
    String turned = graph.op("Transpose", List.of(rows), attribute("perm", new long[] {0, 2, 1}));
    return graph.op("Unsqueeze", List.of(turned, graph.longs(3)));
  }

  private String part(String gates, int from, int to, int units) {
    return graph.slice(gates, 2, (long) from * units, (long) to * units);
  }

  /// `W x + b` of each row. The weights are stored as the network has them, so that a model can be
  /// read back.
  private String map(String name, int in, int out, String x) {
    String stored =
        graph.weight(
            prefix + name + ".w", List.of((long) out, (long) in), weights.get(name + ".w"));
    String map = graph.op("Transpose", List.of(stored));
    String bias = graph.weight(prefix + name + ".b", List.of((long) out), weights.get(name + ".b"));
    return graph.add(graph.op("MatMul", List.of(x, map)), bias);
  }
}
