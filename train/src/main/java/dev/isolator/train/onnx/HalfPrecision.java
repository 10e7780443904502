package dev.isolator.train.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/// Weights stored in 16 bits: half the size on disk. A `Cast` behind each makes floats of them when
/// the model is opened, so that everything is computed in floats as before.
///
/// Layers' weights (`NAME.w`) of 1024 values and more are stored so, rounded to the nearest half
/// (IEEE 754 binary16, relative error 2⁻¹¹ at the most); biases and constants stay as they are.
final class HalfPrecision {
  private static final String SUFFIX = ".half";
  private static final int FEWEST = 1024;
  private static final double LARGEST = 65_504;

  private HalfPrecision() {}

  /// Stores a model's weights in 16 bits.
  ///
  /// @param where names it in messages
  /// @throws IOException if it is no model, or a weight is too large for 16 bits
  static byte[] stored(String where, byte[] onnx) throws IOException {
    ModelProto model = parsed(where, onnx);
    GraphProto graph = model.getGraph();
    var written = graph.toBuilder().clearInitializer().clearNode();
    for (TensorProto weight : graph.getInitializerList()) {
      if (isHalved(weight)) {
        written.addInitializer(halved(where, weight));
        written.addNode(floats(weight.getName()));
      } else {
        written.addInitializer(weight);
      }
    }
    written.addAllNode(graph.getNodeList());
    return model.toBuilder().setGraph(written).build().toByteArray();
  }

  /// A model with floats for weights, however they are stored.
  ///
  /// @throws IOException if it is no model
  static ModelProto read(String where, byte[] onnx) throws IOException {
    ModelProto model = parsed(where, onnx);
    GraphProto graph = model.getGraph();
    var halves = new HashMap<String, TensorProto>();
    for (TensorProto weight : graph.getInitializerList()) {
      if (weight.getDataType() == TensorProto.DataType.FLOAT16.getNumber()
          && weight.getName().endsWith(SUFFIX)) {
        halves.put(weight.getName(), weight);
      }
    }
    return halves.isEmpty() ? model : model.toBuilder().setGraph(restored(graph, halves)).build();
  }

  private static GraphProto restored(GraphProto graph, Map<String, TensorProto> halves) {
    var written = graph.toBuilder().clearInitializer().clearNode();
    for (TensorProto weight : graph.getInitializerList()) {
      TensorProto half = halves.get(weight.getName());
      written.addInitializer(half == null ? weight : floats(half));
    }
    for (NodeProto node : graph.getNodeList()) {
      if (!(node.getOpType().equals("Cast") && halves.containsKey(node.getInput(0)))) {
        written.addNode(node);
      }
    }
    return written.build();
  }

  /// A model as it is stored.
  ///
  /// @throws IOException if it is no model
  static ModelProto parsed(String where, byte[] onnx) throws IOException {
    try {
      return ModelProto.parseFrom(onnx);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(where + ": expected an ONNX model, found something else", e);
    }
  }

  private static boolean isHalved(TensorProto weight) {
    return weight.getDataType() == TensorProto.DataType.FLOAT.getNumber()
        && weight.getName().endsWith(".w")
        && weight.getRawData().size() >= 4 * FEWEST;
  }

  private static TensorProto halved(String where, TensorProto weight) throws IOException {
    var values =
        weight.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    var bytes = ByteBuffer.allocate(2 * values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      float value = values.get();
      if (!(Math.abs(value) <= LARGEST)) {
        throw new IOException(
            "%s: expected weights of at most %.0f, found %s in %s; store it in floats"
                .formatted(where, LARGEST, value, weight.getName()));
      }
      bytes.putShort(Float.floatToFloat16(value));
    }
    return weight.toBuilder()
        .setName(weight.getName() + SUFFIX)
        .setDataType(TensorProto.DataType.FLOAT16.getNumber())
        .setRawData(ByteString.copyFrom(bytes.flip()))
        .build();
  }

  private static TensorProto floats(TensorProto half) {
    var values =
        half.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    var bytes = ByteBuffer.allocate(4 * values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      bytes.putFloat(Float.float16ToFloat(values.get()));
    }
    String name = half.getName();
    return half.toBuilder()
        .setName(name.substring(0, name.length() - SUFFIX.length()))
        .setDataType(TensorProto.DataType.FLOAT.getNumber())
        .setRawData(ByteString.copyFrom(bytes.flip()))
        .build();
  }

  private static NodeProto floats(String name) {
    return NodeProto.newBuilder()
        .setOpType("Cast")
        .setName("floats_" + name)
        .addInput(name + SUFFIX)
        .addOutput(name)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(TensorProto.DataType.FLOAT.getNumber()))
        .build();
  }
}
