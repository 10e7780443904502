package dev.isolator.train.onnx;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.torch.TorchNetwork;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// A convolution's weights with its batch norm `(x − mean) / √(variance + ε) · scale + shift`
/// folded in.
///
/// @param kernel in the order of `shape`
/// @param bias of each output channel
@SuppressWarnings("ArrayRecordComponent") // on their way into the file; never compared
record Folded(List<Long> shape, float[] kernel, float[] bias) {

  static Folded of(Layer.Convolution c, WeightValues weights) {
    var shape =
        List.of(
            (long) c.out(), (long) c.in(), (long) c.bands().kernel(), (long) c.frames().kernel());
    float[] kernel = weights.get(c.name() + ".w");
    if (c.finish() == Layer.Finish.LINEAR) {
      return new Folded(shape, kernel, weights.get(c.name() + ".b"));
    }
    int each = kernel.length / c.out();
    return new Folded(shape, kernel, fold(c.name(), weights, kernel, c.out(), i -> i / each));
  }

  static Folded of(Layer.Expansion e, WeightValues weights) {
    var shape = List.of((long) e.in(), (long) e.out(), 2L, 2L);
    float[] kernel = weights.get(e.name() + ".w");
    return new Folded(
        shape, kernel, fold(e.name(), weights, kernel, e.out(), i -> i / 4 % e.out()));
  }

  /// Changes the kernel in place; the bias comes back.
  private static float[] fold(
      String name, WeightValues weights, float[] kernel, int out, IntUnaryOperator channelOf) {
    float[] scale = weights.get(name + ".scale");
    float[] shift = weights.get(name + ".shift");
    float[] mean = weights.get(name + ".mean");
    float[] variance = weights.get(name + ".variance");
    var gain = new double[out];
    var bias = new float[out];
    for (int i = 0; i < out; i++) {
      gain[i] = scale[i] / Math.sqrt(variance[i] + TorchNetwork.EPSILON);
      bias[i] = (float) (shift[i] - mean[i] * gain[i]);
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (kernel[i] * gain[channelOf.applyAsInt(i)]);
    }
    return bias;
  }
}
