package dev.isolator.train.onnx;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// A convolution's weights with its batch norm ([FoldedBatchNorm]) folded in.
///
/// @param kernel in the order of `shape`
/// @param bias of each output channel
@SuppressWarnings("ArrayRecordComponent") // on their way into the file; never compared
record FoldedConvolution(List<Long> shape, float[] kernel, float[] bias) {

  static FoldedConvolution of(Layer.Convolution c, WeightValues weights) {
    var shape =
        List.of(
            (long) c.out(), (long) c.in(), (long) c.bands().kernel(), (long) c.frames().kernel());
    float[] kernel = weights.get(c.name() + ".w");
    if (c.activation() == Layer.Activation.LINEAR) {
      return new FoldedConvolution(shape, kernel, weights.get(c.name() + ".b"));
    }
    int each = kernel.length / c.out();
    return new FoldedConvolution(shape, kernel, fold(c.name(), weights, kernel, i -> i / each));
  }

  static FoldedConvolution of(Layer.TransposedConvolution e, WeightValues weights) {
    var shape = List.of((long) e.in(), (long) e.out(), 2L, 2L);
    float[] kernel = weights.get(e.name() + ".w");
    return new FoldedConvolution(
        shape, kernel, fold(e.name(), weights, kernel, i -> i / 4 % e.out()));
  }

  /// A convolution's inputs: the data, the kernel, the bias.
  ///
  /// @param name of the layer in the graph
  List<String> inputs(String x, String name, OnnxGraph graph) {
    return List.of(
        x,
        graph.weight(name + ".w", shape, kernel),
        graph.weight(name + ".b", List.of((long) bias.length), bias));
  }

  /// Changes the kernel in place, and returns the bias.
  private static float[] fold(
      String name, WeightValues weights, float[] kernel, IntUnaryOperator channelOf) {
    var norm = FoldedBatchNorm.of(name, weights);
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] *= norm.gain()[channelOf.applyAsInt(i)];
    }
    return norm.bias();
  }
}
