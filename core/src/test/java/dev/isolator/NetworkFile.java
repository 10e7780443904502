package dev.isolator;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// A small network for tests, put together node by node, with its card in the metadata. An axis of
/// −1 is any number of frames.
public final class NetworkFile {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final Map<String, String> card = new TreeMap<>();

  /// @param name of the model
  public NetworkFile(String name) {
    card.put("name", name);
    card.put("version", "1");
    card.put("stems", "[\"vocals\",\"music\"]");
  }

  /// Sets a key of the card.
  public NetworkFile card(String key, Object value) {
    card.put(key, String.valueOf(value));
    return this;
  }

  public NetworkFile input(String name, long... shape) {
    graph.addInput(value(name, shape));
    return this;
  }

  public NetworkFile output(String name, long... shape) {
    graph.addOutput(value(name, shape));
    return this;
  }

  /// A constant of whole numbers, such as axes or a shape.
  public NetworkFile longs(String name, long... values) {
    var tensor = TensorProto.newBuilder().setName(name);
    tensor.setDataType(TensorProto.DataType.INT64.getNumber()).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  /// A constant; of no axes where `shape` is empty.
  public NetworkFile floats(String name, float[] values, long... shape) {
    var tensor = TensorProto.newBuilder().setName(name);
    tensor.setDataType(TensorProto.DataType.FLOAT.getNumber());
    for (long axis : shape) {
      tensor.addDims(axis);
    }
    for (float value : values) {
      tensor.addFloatData(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  /// A constant whose numbers lie in another file, beside this one.
  public NetworkFile external(String name, String file, long... shape) {
    var tensor = TensorProto.newBuilder().setName(name);
    tensor.setDataType(TensorProto.DataType.FLOAT.getNumber());
    for (long axis : shape) {
      tensor.addDims(axis);
    }
    tensor
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(file));
    graph.addInitializer(tensor);
    return this;
  }

  public NetworkFile node(String type, String output, String... inputs) {
    graph.addNode(nodeOf(type, output, inputs));
    return this;
  }

  /// A node with one attribute, a number or several.
  public NetworkFile node(
      String type, String output, String attribute, long[] values, String... inputs) {
    var proto = AttributeProto.newBuilder().setName(attribute);
    if (values.length == 1) {
      proto.setType(AttributeProto.AttributeType.INT).setI(values[0]);
    } else {
      proto.setType(AttributeProto.AttributeType.INTS);
      LongStream.of(values).forEach(proto::addInts);
    }
    graph.addNode(nodeOf(type, output, inputs).toBuilder().addAttribute(proto));
    return this;
  }

  /// Puts the nodes into an order in which each comes after those whose outputs it reads.
  NetworkFile inOrder() {
    var waiting = new ArrayList<>(graph.getNodeList());
    var made = new HashSet<String>();
    graph.getInputList().forEach(input -> made.add(input.getName()));
    graph.getInitializerList().forEach(constant -> made.add(constant.getName()));
    graph.clearNode();
    while (!waiting.isEmpty()) {
      var next = waiting.stream().filter(node -> made.containsAll(node.getInputList())).findFirst();
      graph.addNode(next.orElseThrow());
      made.addAll(next.orElseThrow().getOutputList());
      waiting.remove(next.orElseThrow());
    }
    return this;
  }

  /// Writes the network.
  ///
  /// @return its path, as `--model` takes it
  public String write(Path file) throws IOException {
    var model =
        ModelProto.newBuilder()
            .setIrVersion(9)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph);
    card.forEach(
        (key, text) ->
            model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
    return Files.write(file, model.build().toByteArray()).toString();
  }

  private static NodeProto nodeOf(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .addAllInput(Arrays.asList(inputs))
        .addOutput(output)
        .build();
  }

  private static ValueInfoProto value(String name, long... shape) {
    var dims = TensorShapeProto.newBuilder();
    for (long axis : shape) {
      var dim = TensorShapeProto.Dimension.newBuilder();
      dims.addDim(axis < 0 ? dim.setDimParam("frames") : dim.setDimValue(axis));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(dims)))
        .build();
  }
}
