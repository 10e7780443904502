package dev.isolator.train.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.isolator.model.InferenceSession;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The smallest and the largest value that tensors of a model have on given spectra: min–max
/// calibration. The graph is run with two further outputs for each tensor, which are reduced inside
/// it, so that memory does not depend on their sizes.
///
/// Source: ONNX Runtime, *Quantize ONNX models*, static quantization.
final class ActivationRanges {
  /// From the smallest to the largest value; zero is always within, as it must have an exact code.
  record Range(float least, float most) {
    Range with(float value) {
      return new Range(Math.min(least, value), Math.max(most, value));
    }
  }

  private ActivationRanges() {}

  /// Measures them.
  ///
  /// @param tensors names of values of the graph
  /// @param spectra each `[4][bins][frames]`, one after another in one array
  static Map<String, Range> of(
      ModelProto model, Collection<String> tensors, Iterable<float[]> spectra, int bins)
      throws IOException {
    var ranges = new HashMap<String, Range>();
    tensors.forEach(tensor -> ranges.put(tensor, new Range(0, 0)));
    try (var session =
        InferenceSession.open("calibration", withOutputs(model, tensors).toByteArray(), 1)) {
      for (float[] spectrum : spectra) {
        long[] shape = {1, 4, bins, spectrum.length / (4L * bins)};
        for (var output : session.run("spectrum", spectrum, shape).entrySet()) {
          String tensor = output.getKey().substring(output.getKey().indexOf(' ') + 1);
          ranges.computeIfPresent(tensor, (_, range) -> range.with(output.getValue()[0]));
        }
      }
    }
    return ranges;
  }

  private static ModelProto withOutputs(ModelProto model, Collection<String> tensors) {
    var graph = model.getGraph().toBuilder().clearOutput();
    var scalar =
        TypeProto.newBuilder()
            .setTensorType(
                TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber()));
    for (String tensor : tensors) {
      for (String reduction : new String[] {"ReduceMin", "ReduceMax"}) {
        String name = reduction + " " + tensor;
        graph.addNode(
            NodeProto.newBuilder()
                .setOpType(reduction)
                .setName(name)
                .addInput(tensor)
                .addOutput(name)
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("keepdims")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(0)));
        graph.addOutput(ValueInfoProto.newBuilder().setName(name).setType(scalar));
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }
}
