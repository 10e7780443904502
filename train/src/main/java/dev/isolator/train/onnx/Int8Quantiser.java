package dev.isolator.train.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Writes the convolutions of a model of whole songs in 8 bits, by static quantisation after
/// training in the form of quantise–dequantise pairs (QDQ), which ONNX Runtime fuses into integer
/// convolutions where the processor has them, and computes in floats where it has not.
///
/// Kernels are signed, symmetric and scaled by output channel; activations are unsigned, with one
/// scale and zero point a tensor from their range on calibration sound ([ActivationRanges]); biases
/// are 32 bits wide. The first and the last convolution stay in floats, as what is rounded there is
/// heard, and so do products along frequency. Additions and concatenations between quantised
/// tensors are fused too.
///
/// Source: Jacob et al., CVPR 2018 (integer arithmetic); ONNX Runtime, *Quantize ONNX models*.
public final class Int8Quantiser {
  private static final int MOST_UNSIGNED = 255;
  private static final int MOST_SIGNED = 127;

  private final GraphProto graph;
  private final Map<String, TensorProto> weights = new HashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();
  private final GraphProto.Builder written = GraphProto.newBuilder();
  private final Set<String> tensors = new LinkedHashSet<>(); // to be quantised

  private Int8Quantiser(GraphProto graph) {
    this.graph = graph;
    graph.getInitializerList().forEach(weight -> weights.put(weight.getName(), weight));
    for (NodeProto node : graph.getNodeList()) {
      for (String input : node.getInputList()) {
        consumers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node);
      }
    }
  }

  /// Quantises a model.
  ///
  /// @param where names it in messages
  /// @param onnx a model of whole songs
  /// @param spectra of calibration, each `[4][bins][frames]` in one array; a few minutes of the
  ///   sound it was trained on
  /// @param bins of a spectrum
  /// @throws IOException if it is no such model
  public static byte[] quantised(String where, byte[] onnx, Iterable<float[]> spectra, int bins)
      throws IOException {
    ModelProto model = HalfPrecision.read(where, onnx);
    var quantiser = new Int8Quantiser(model.getGraph());
    var convolutions = quantiser.convolutions();
    if (convolutions.isEmpty()) {
      throw new IOException(
          where
              + ": expected a network with three convolutions or more, found fewer; it gains nothing in 8 bits");
    }
    var ranges = ActivationRanges.of(model, quantiser.tensors, spectra, bins);
    return model.toBuilder().setGraph(quantiser.write(convolutions, ranges)).build().toByteArray();
  }

  /// The convolutions to be quantised, by their outputs; notes the tensors around them.
  private Set<String> convolutions() {
    var all = graph.getNodeList().stream().filter(this::isConvolution).toList();
    var chosen = new LinkedHashSet<String>();
    for (int i = 1; i < all.size() - 1; i++) {
      var node = all.get(i);
      chosen.add(node.getOutput(0));
      tensors.add(node.getInput(0));
      tensors.add(activated(node));
    }
    // where all parts of a sum or a concatenation but some have codes, the others get them too
    for (NodeProto node : graph.getNodeList()) {
      boolean joins = node.getOpType().equals("Concat");
      if (joins && tensors.contains(node.getOutput(0))) {
        tensors.addAll(node.getInputList());
      }
    }
    return chosen;
  }

  private boolean isConvolution(NodeProto node) {
    return node.getOpType().equals("Conv")
        && node.getInputCount() == 3
        && weights.containsKey(node.getInput(1))
        && weight(node, 1).getDimsCount() == 4;
  }

  private TensorProto weight(NodeProto node, int input) {
    return Objects.requireNonNull(weights.get(node.getInput(input)));
  }

  /// A convolution's output behind its ReLU, where one follows it alone.
  private String activated(NodeProto convolution) {
    var after = consumers.getOrDefault(convolution.getOutput(0), List.of());
    return after.size() == 1 && after.getFirst().getOpType().equals("Relu")
        ? after.getFirst().getOutput(0)
        : convolution.getOutput(0);
  }

  private GraphProto write(Set<String> convolutions, Map<String, ActivationRanges.Range> ranges) {
    written.mergeFrom(graph).clearNode().clearInitializer();
    var quantisedWeights = new LinkedHashSet<String>();
    for (NodeProto node : graph.getNodeList()) {
      var copy = node.toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        if (tensors.contains(node.getInput(i))) {
          copy.setInput(i, decoded(node.getInput(i)));
        }
      }
      if (convolutions.contains(node.getOutput(0))) {
        float scale = Codes.of(range(ranges, node.getInput(0))).scale();
        copy.setInput(1, kernel(node)).setInput(2, bias(node, scale));
        quantisedWeights.add(node.getInput(1));
        quantisedWeights.add(node.getInput(2));
      }
      written.addNode(copy);
      for (String output : node.getOutputList()) {
        if (tensors.contains(output)) {
          pair(output, Codes.of(range(ranges, output)));
        }
      }
    }
    for (TensorProto weight : graph.getInitializerList()) {
      if (!quantisedWeights.contains(weight.getName())) {
        written.addInitializer(weight);
      }
    }
    return written.build();
  }

  private static ActivationRanges.Range range(
      Map<String, ActivationRanges.Range> ranges, String tensor) {
    return ranges.getOrDefault(tensor, new ActivationRanges.Range(0, 0));
  }

  private static String decoded(String tensor) {
    return tensor + ".decoded";
  }

  /// Codes of a tensor's values.
  ///
  /// @param scale from one code to the next
  /// @param zero the code of zero
  private record Codes(float scale, int zero) {
    static Codes of(ActivationRanges.Range range) {
      float scale = Math.max((range.most() - range.least()) / MOST_UNSIGNED, 1e-12f);
      return new Codes(scale, Math.clamp(Math.round(-range.least() / scale), 0, MOST_UNSIGNED));
    }
  }

  /// Puts a quantise–dequantise pair behind a tensor.
  private void pair(String tensor, Codes codes) {
    String scale = tensor + ".scale";
    String zero = tensor + ".zero";
    floats(scale, List.of(), new float[] {codes.scale()});
    bytes(zero, TensorProto.DataType.UINT8, List.of(), new byte[] {(byte) codes.zero()});
    node("QuantizeLinear", List.of(tensor, scale, zero), tensor + ".codes");
    node("DequantizeLinear", List.of(tensor + ".codes", scale, zero), decoded(tensor));
  }

  private String kernel(NodeProto convolution) {
    var tensor = weight(convolution, 1);
    float[] kernel = values(tensor);
    float[] scales = kernelScales(tensor, kernel);
    int each = kernel.length / scales.length;
    var codes = new byte[kernel.length];
    for (int i = 0; i < kernel.length; i++) {
      codes[i] =
          (byte) Math.clamp(Math.round(kernel[i] / scales[i / each]), -MOST_SIGNED, MOST_SIGNED);
    }
    String name = tensor.getName();
    bytes(name + ".codes", TensorProto.DataType.INT8, tensor.getDimsList(), codes);
    bytes(
        name + ".zeros",
        TensorProto.DataType.INT8,
        List.of((long) scales.length),
        new byte[scales.length]);
    floats(name + ".scales", List.of((long) scales.length), scales);
    node(
        "DequantizeLinear",
        List.of(name + ".codes", name + ".scales", name + ".zeros"),
        decoded(name),
        OnnxGraph.attribute("axis", 0));
    return decoded(name);
  }

  private String bias(NodeProto convolution, float inputScale) {
    var tensor = weight(convolution, 2);
    float[] bias = values(tensor);
    var kernel = weight(convolution, 1);
    float[] scales = kernelScales(kernel, values(kernel));
    var codes = ByteBuffer.allocate(4 * bias.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < bias.length; i++) {
      scales[i] *= inputScale;
      double code = Math.rint(bias[i] / (double) scales[i]);
      codes.putInt((int) code); // a cast saturates
    }
    String name = tensor.getName();
    var shape = List.of((long) bias.length);
    bytes(name + ".codes", TensorProto.DataType.INT32, shape, codes.array());
    bytes(name + ".zeros", TensorProto.DataType.INT32, shape, new byte[4 * bias.length]);
    floats(name + ".scales", shape, scales);
    node(
        "DequantizeLinear",
        List.of(name + ".codes", name + ".scales", name + ".zeros"),
        decoded(name),
        OnnxGraph.attribute("axis", 0));
    return decoded(name);
  }

  /// The largest magnitude of each output channel's kernel, over 127.
  private static float[] kernelScales(TensorProto tensor, float[] kernel) {
    var scales = new float[Math.toIntExact(tensor.getDims(0))];
    int each = kernel.length / scales.length;
    for (int i = 0; i < kernel.length; i++) {
      scales[i / each] = Math.max(scales[i / each], Math.abs(kernel[i]) / MOST_SIGNED);
    }
    for (int i = 0; i < scales.length; i++) {
      scales[i] = Math.max(scales[i], 1e-12f);
    }
    return scales;
  }

  private static float[] values(TensorProto tensor) {
    var values = new float[tensor.getRawData().size() / 4];
    tensor
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  private void floats(String name, List<Long> shape, float[] values) {
    var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    bytes(name, TensorProto.DataType.FLOAT, shape, bytes.array());
  }

  private void bytes(String name, TensorProto.DataType type, List<Long> shape, byte[] raw) {
    written.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .addAllDims(shape)
            .setRawData(ByteString.copyFrom(raw)));
  }

  private void node(String type, List<String> inputs, String output, AttributeProto... attributes) {
    written.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .setName(type + " " + output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
  }
}
