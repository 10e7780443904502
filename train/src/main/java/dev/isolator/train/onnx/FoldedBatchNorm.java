package dev.isolator.train.onnx;

import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.torch.TorchNetwork;

/// Batch norm `(x − mean) / √(variance + ε) · scale + shift` as `x · gain + bias`.
///
/// @param gain of each channel
/// @param bias of each channel
@SuppressWarnings("ArrayRecordComponent") // on their way into the file; never compared
record FoldedBatchNorm(float[] gain, float[] bias) {

  static FoldedBatchNorm of(String name, WeightValues weights) {
    float[] scale = weights.get(name + ".scale");
    float[] shift = weights.get(name + ".shift");
    float[] mean = weights.get(name + ".mean");
    float[] variance = weights.get(name + ".variance");
    var gain = new float[scale.length];
    var bias = new float[scale.length];
    for (int i = 0; i < gain.length; i++) {
      double exact = scale[i] / Math.sqrt(variance[i] + TorchNetwork.EPSILON);
      gain[i] = (float) exact;
      bias[i] = (float) (shift[i] - mean[i] * exact);
    }
    return new FoldedBatchNorm(gain, bias);
  }
}
