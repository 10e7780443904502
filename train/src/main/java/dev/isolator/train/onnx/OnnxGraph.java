package dev.isolator.train.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// An ONNX graph under construction: values are names, operators are added in order.
///
/// Source: ONNX operators, opset 17.
final class OnnxGraph {
  private static final int OPSET = 17;
  private static final int IR_VERSION = 9;

  private final GraphProto.Builder root; // where constants and inputs go
  private final GraphProto.Builder graph; // where operators go: the root, or a branch
  private final Map<String, String> constants;
  private final AtomicInteger values;

  OnnxGraph(String name) {
    this.root = GraphProto.newBuilder();
    this.graph = root;
    this.constants = new HashMap<>();
    this.values = new AtomicInteger();
    graph.setName(name);
  }

  private OnnxGraph(OnnxGraph outer, String name) {
    this.root = outer.root;
    this.graph = GraphProto.newBuilder();
    this.constants = outer.constants;
    this.values = outer.values;
    graph.setName(name);
  }

  /// A subgraph that runs on a condition. It can use this graph's values and constants.
  OnnxGraph branch(String name) {
    return new OnnxGraph(this, name);
  }

  /// Adds a choice between branches that put out as many values.
  ///
  /// @param condition a single truth value
  /// @return the outputs' names
  List<String> choose(String condition, OnnxGraph then, OnnxGraph otherwise, int outputs) {
    var names = new ArrayList<String>();
    for (int i = 0; i < outputs; i++) {
      names.add("v" + values.getAndIncrement());
    }
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("If")
            .setName("if_" + names.getFirst())
            .addInput(condition)
            .addAllOutput(names)
            .addAttribute(attribute("then_branch", then))
            .addAttribute(attribute("else_branch", otherwise)));
    return names;
  }

  private static AttributeProto attribute(String name, OnnxGraph branch) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(branch.graph)
        .build();
  }

  /// Adds an operator with one output, whose name it returns.
  String op(String type, List<String> inputs, AttributeProto... attributes) {
    String output = "v" + values.getAndIncrement();
    return op(type, inputs, output, attributes);
  }

  /// Adds an operator whose one output has that name.
  String op(String type, List<String> inputs, String output, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .setName(type.toLowerCase(java.util.Locale.ROOT) + "_" + output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(attributes)));
    return output;
  }

  String add(String a, String b) {
    return op("Add", List.of(a, b));
  }

  String sub(String a, String b) {
    return op("Sub", List.of(a, b));
  }

  String mul(String a, String b) {
    return op("Mul", List.of(a, b));
  }

  String div(String a, String b) {
    return op("Div", List.of(a, b));
  }

  /// Cells `from` to `to` (excluded) of an axis.
  String slice(String value, int axis, long from, long to) {
    return op("Slice", List.of(value, longs(from), longs(to), longs(axis)));
  }

  String concat(int axis, List<String> parts) {
    return op("Concat", parts, attribute("axis", axis));
  }

  /// A constant, stored once in the file for all its uses.
  String scalar(double value) {
    return constants.computeIfAbsent(
        "f" + value,
        key -> weight("c" + values.getAndIncrement(), List.of(1L), new float[] {(float) value}));
  }

  /// Whole numbers as a constant, stored once in the file for all its uses.
  String longs(long... numbers) {
    return constants.computeIfAbsent(
        "i" + Arrays.toString(numbers),
        key -> {
          var bytes = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asLongBuffer().put(numbers);
          String name = "c" + values.getAndIncrement();
          root.addInitializer(
              TensorProto.newBuilder()
                  .setName(name)
                  .setDataType(TensorProto.DataType.INT64.getNumber())
                  .addDims(numbers.length)
                  .setRawData(ByteString.copyFrom(bytes)));
          return name;
        });
  }

  /// Adds the output `voice`: the sigmoid of an answer's first channel.
  ///
  /// @param answer name of `[1][channels][1][frames]`
  /// @param frames of it, −1 = any number
  void voice(String answer, long frames) {
    String told = op("Sigmoid", List.of(slice(answer, 1, 0, 1)));
    op("Reshape", List.of(told, longs(1, frames)), "voice");
  }

  /// A stored tensor.
  String weight(String name, List<Long> shape, float[] weights) {
    var bytes = ByteBuffer.allocate(4 * weights.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(weights);
    root.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addAllDims(shape)
            .setRawData(ByteString.copyFrom(bytes)));
    return name;
  }

  /// Declares an input; a negative size is free and called `frames`.
  String input(String name, long... shape) {
    root.addInput(value(name, shape));
    return name;
  }

  /// Declares an output; a negative size is free and called `frames`.
  void output(String name, long... shape) {
    graph.addOutput(value(name, shape));
  }

  /// Declares a branch's output.
  void result(String name) {
    var tensor = TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber());
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(TypeProto.newBuilder().setTensorType(tensor)));
  }

  private static ValueInfoProto value(String name, long... shape) {
    var dims = TensorShapeProto.newBuilder();
    for (long size : shape) {
      var dim = TensorShapeProto.Dimension.newBuilder();
      dims.addDim(size < 0 ? dim.setDimParam("frames") : dim.setDimValue(size));
    }
    var tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(dims);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto attribute(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  static AttributeProto attribute(String name, long[] numbers) {
    var attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long number : numbers) {
      attribute.addInts(number);
    }
    return attribute.build();
  }

  /// The file's bytes.
  ///
  /// @param metadata put into the file in order
  byte[] bytes(Map<String, String> metadata) {
    var model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("isolator")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(root);
    metadata.forEach(
        (key, text) ->
            model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
    return model.build().toByteArray();
  }
}
