package dev.isolator.train.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

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
    var environment = OrtEnvironment.getEnvironment();
    try (var options = new OrtSession.SessionOptions();
        var session =
            environment.createSession(withOutputs(model, tensors).toByteArray(), options)) {
      for (float[] spectrum : spectra) {
        long[] shape = {1, 4, bins, spectrum.length / (4L * bins)};
        try (var input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(spectrum), shape);
            var results = session.run(Map.of("spectrum", input), outputs(tensors))) {
          for (var result : results) {
            String tensor = result.getKey().substring(result.getKey().indexOf(' ') + 1);
            float value = ((OnnxTensor) result.getValue()).getFloatBuffer().get(0);
            ranges.compute(
                tensor, (_, range) -> (range == null ? new Range(0, 0) : range).with(value));
          }
        }
      }
    } catch (OrtException e) {
      throw new IOException("the model cannot be run for calibration: " + e.getMessage(), e);
    }
    return ranges;
  }

  private static Set<String> outputs(Collection<String> tensors) {
    var names = new HashSet<String>();
    for (String tensor : tensors) {
      names.add("ReduceMin " + tensor);
      names.add("ReduceMax " + tensor);
    }
    return names;
  }

  private static ModelProto withOutputs(ModelProto model, Collection<String> tensors) {
    var graph = model.getGraph().toBuilder();
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
