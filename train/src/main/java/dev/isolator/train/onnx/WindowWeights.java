package dev.isolator.train.onnx;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import java.util.HashMap;
import java.util.Map;

/// The weights of a network over windows in a graph: each stored whole and once, under its own
/// name, so that they can be read back; columns are slices, which ONNX Runtime folds when it opens
/// the model.
final class WindowWeights {
  private final WeightValues values;
  private final OnnxGraph graph;
  private final String prefix;
  private final Map<String, String> names = new HashMap<>();

  /// @param prefix of names in the graph
  WindowWeights(WeightValues values, OnnxGraph graph, String prefix) {
    this.values = values;
    this.graph = graph;
    this.prefix = prefix;
  }

  /// Some columns of a layer's kernel, `[out][in][bands][count]`.
  String columns(Layer.Convolution c, int first, int count) {
    String whole = stored(c, c.name() + ".w");
    return count == c.frames().kernel()
        ? whole
        : names.computeIfAbsent(
            "%s %d %d".formatted(c.name(), first, count),
            _ -> graph.slice(whole, 3, first, (long) first + count));
  }

  /// A layer's bias, `[out]`.
  String bias(Layer.Convolution c) {
    return stored(c, c.name() + ".b");
  }

  private String stored(Layer.Convolution c, String name) {
    return names.computeIfAbsent(
        name,
        _ -> {
          var folded = FoldedConvolution.of(c, values);
          boolean bias = name.endsWith(".b");
          return graph.weight(
              prefix + name,
              bias ? java.util.List.of((long) c.out()) : folded.shape(),
              bias ? folded.bias() : folded.kernel());
        });
  }
}
