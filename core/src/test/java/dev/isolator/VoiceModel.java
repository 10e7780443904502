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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A network that is known by heart: everything is half voice, and somebody sings where it is loud.
///
/// `voice[t] = e / (e + 1)`, where `e` is the mean energy of the spectra of frames `t − 4` to `t +
/// 4`; every mask is 0.5. FFT 512, hop 128 at 22.05 kHz; it looks 4 frames back and ahead.
final class VoiceModel {
  static final int REACH = 4;
  static final int HOP = 128;
  static final int RATE = 22_050;
  private static final int BINS = 257;

  private VoiceModel() {}

  /// Writes the model.
  ///
  /// @param voice whether it has the output
  /// @param more of its card, such as `chunkFrames`
  static String write(Path folder, boolean voice, Map<String, String> more) throws IOException {
    var graph = GraphProto.newBuilder().setName("voice");
    graph.addInput(value("spectrum", 1, 4, BINS, -1));
    graph.addOutput(value("mask", 1, 2, 2, BINS, -1));
    graph.addInitializer(longs("axes", 1, 2));
    graph.addInitializer(longs("shape", 1, 2, 2, BINS, -1));
    graph.addInitializer(longs("row", 1, 1, -1));
    graph.addInitializer(longs("flat", 1, -1));
    graph.addInitializer(floats("half", 1, new long[] {}, 0.5f));
    graph.addInitializer(floats("one", 1, new long[] {}, 1f));
    int width = 2 * REACH + 1;
    graph.addInitializer(floats("mean", width, new long[] {1, 1, width}, 1f / width));
    graph.addNode(node("Sub", "zero", "spectrum", "spectrum"));
    graph.addNode(node("Add", "halves", "zero", "half"));
    graph.addNode(node("Reshape", "mask", "halves", "shape"));
    if (voice) {
      graph.addOutput(value("voice", 1, -1));
      graph.addNode(node("Mul", "squares", "spectrum", "spectrum"));
      graph.addNode(
          node("ReduceSum", "energy", "squares", "axes").toBuilder()
              .addAttribute(
                  AttributeProto.newBuilder()
                      .setName("keepdims")
                      .setType(AttributeProto.AttributeType.INT)
                      .setI(0))
              .build());
      graph.addNode(node("Reshape", "series", "energy", "row"));
      graph.addNode(
          node("Conv", "smooth", "series", "mean").toBuilder()
              .addAttribute(
                  AttributeProto.newBuilder()
                      .setName("pads")
                      .setType(AttributeProto.AttributeType.INTS)
                      .addAllInts(List.of((long) REACH, (long) REACH)))
              .build());
      graph.addNode(node("Reshape", "loudness", "smooth", "flat"));
      graph.addNode(node("Add", "more", "loudness", "one"));
      graph.addNode(node("Div", "voice", "loudness", "more"));
    }
    var card = new TreeMap<String, String>();
    card.put("name", "loud-is-voice");
    card.put("version", "1");
    card.put("stems", "[\"vocals\",\"music\"]");
    card.put("sampleRate", "" + RATE);
    card.put("fftLength", "512");
    card.put("hopLength", "" + HOP);
    card.put("lookBackFrames", "" + REACH);
    card.put("lookAheadFrames", "" + REACH);
    card.put("frameMultiple", "1");
    card.putAll(more);
    var model =
        ModelProto.newBuilder()
            .setIrVersion(9)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph);
    card.forEach(
        (key, text) ->
            model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
    return Files.write(
            folder.resolve("model" + (voice ? "" : "-mute") + more.hashCode() + ".onnx"),
            model.build().toByteArray())
        .toString();
  }

  private static NodeProto node(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .addAllInput(Arrays.asList(inputs))
        .addOutput(output)
        .build();
  }

  private static TensorProto longs(String name, long... values) {
    var tensor = TensorProto.newBuilder().setName(name);
    tensor.setDataType(TensorProto.DataType.INT64.getNumber()).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  private static TensorProto floats(String name, int count, long[] shape, float value) {
    var tensor = TensorProto.newBuilder().setName(name);
    tensor.setDataType(TensorProto.DataType.FLOAT.getNumber());
    for (long axis : shape) {
      tensor.addDims(axis);
    }
    return tensor.addAllFloatData(Collections.nCopies(count, value)).build();
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
