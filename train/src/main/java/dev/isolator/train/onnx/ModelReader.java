package dev.isolator.train.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.WeightLayout;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.torch.TorchNetwork;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads the weights back out of a written model, so that training can go on from any of them.
///
/// Batch norm was folded into the convolutions; it comes back as one that changes nothing. After a
/// frequency transform it comes back as factor and summand. Its running statistics are lost, so
/// that such weights are trained with statistics frozen ([TorchNetwork.Mode#FROZEN_STATISTICS]).
public final class ModelReader {
  private ModelReader() {}

  /// Reads a model's file.
  ///
  /// @throws IOException if it is no ONNX model, or not of this architecture
  public static WeightValues read(Path file, Architecture architecture) throws IOException {
    return read(file.toString(), bytes(file), architecture);
  }

  /// A model's bytes.
  ///
  /// @throws IOException if there is none
  public static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": expected an ONNX model, found nothing there; check the path");
    }
    return Files.readAllBytes(file);
  }

  /// Reads a model's bytes.
  ///
  /// @param where its name for messages
  public static WeightValues read(String where, byte[] onnx, Architecture architecture)
      throws IOException {
    var tensors = tensors(where, onnx);
    var weights = WeightValues.fresh(architecture.weights(), 0);
    int at = 0;
    for (var slot : weights.layout().parameters()) {
      int size = Math.toIntExact(slot.size());
      fill(where, slot.name(), tensors, weights.parameters(), at, size);
      at += size;
    }
    // ε is added to it before the root is taken.
    at = 0;
    for (var slot : weights.layout().statistics()) {
      int size = Math.toIntExact(slot.size());
      boolean variance = slot.name().endsWith(".variance");
      Arrays.fill(
          weights.statistics(), at, at + size, variance ? (float) (1 - TorchNetwork.EPSILON) : 0);
      at += size;
    }
    return weights;
  }

  /// The card in a model's metadata, every value a text.
  static Map<String, String> metadata(Path file) throws IOException {
    var metadata = new LinkedHashMap<String, String>();
    for (var entry : HalfPrecision.parsed(file.toString(), bytes(file)).getMetadataPropsList()) {
      metadata.put(entry.getKey(), entry.getValue());
    }
    return metadata;
  }

  /// Channels that come out of a convolution of that name; 0 where there is none.
  public static int channelsOut(String where, byte[] onnx, String name) throws IOException {
    var kernel = tensors(where, onnx).get(name + ".w");
    return kernel == null || kernel.getDimsCount() == 0
        ? 0
        : Math.toIntExact(Math.min(kernel.getDims(0), Integer.MAX_VALUE));
  }

  /// Whether a model has all weights of an architecture, and each as many.
  public static boolean isOf(String where, byte[] onnx, Architecture architecture)
      throws IOException {
    var tensors = tensors(where, onnx);
    return architecture.weights().parameters().stream()
        .allMatch(slot -> isFolded(slot.name(), tensors) || holds(slot, tensors));
  }

  private static boolean holds(WeightLayout.Slot slot, Map<String, TensorProto> tensors) {
    var tensor = tensors.get(written(slot.name()));
    return tensor != null && tensor.getRawData().size() == 4 * slot.size();
  }

  /// Whether a batch norm's factor is in the convolution before it.
  private static boolean isFolded(String name, Map<String, TensorProto> tensors) {
    return name.endsWith(".scale") && !tensors.containsKey(name);
  }

  private static String written(String name) {
    return name.replaceFirst("\\.shift$", ".b");
  }

  private static Map<String, TensorProto> tensors(String where, byte[] onnx) throws IOException {
    var tensors = new HashMap<String, TensorProto>();
    for (var tensor : HalfPrecision.read(where, onnx).getGraph().getInitializerList()) {
      tensors.put(tensor.getName(), tensor);
    }
    return tensors;
  }

  private static void fill(
      String where, String name, Map<String, TensorProto> tensors, float[] into, int at, int size)
      throws IOException {
    if (isFolded(name, tensors)) {
      Arrays.fill(into, at, at + size, 1);
      return;
    }
    var tensor = tensors.get(written(name));
    if (tensor == null || tensor.getRawData().size() != 4 * size) {
      throw new IOException(
          "%s: expected %d weights %s, found %s; name a model of the same family, stems and channels"
              .formatted(
                  where, size, name, tensor == null ? "none" : tensor.getRawData().size() / 4));
    }
    tensor
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(into, at, size);
  }
}
