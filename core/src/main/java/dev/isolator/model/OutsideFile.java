package dev.isolator.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// An ONNX file that is not ours, as far as it tells what it is: its tensors, and a hash by which
/// other programs know it.
///
/// @param inputs of the graph, in its order
/// @param outputs of the graph, in its order
record OutsideFile(Path file, List<Shape> inputs, List<Shape> outputs) {
  /// No ONNX file can be larger: its format counts bytes in 31 bits.
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  /// How much of a file's end UVR hashes.
  private static final int HASHED_BYTES = 10_240_000;

  /// A tensor of single precision; others have no axes here.
  ///
  /// @param axes lengths, −1 where any will do
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Shape(String name, long[] axes) {
    @Override
    public String toString() {
      return name
          + " "
          + Arrays.stream(axes)
              .mapToObj(axis -> axis < 0 ? "*" : String.valueOf(axis))
              .collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /// Reads a file's tensors.
  static OutsideFile of(Path file) throws ModelException {
    checkSize(file);
    try (var session = OnnxRuntime.onProcessor(new OnnxRuntime.Source.InFile(file), 1)) {
      return new OutsideFile(file, shapes(session.getInputInfo()), shapes(session.getOutputInfo()));
    } catch (OrtException e) {
      throw OnnxRuntime.cannotOpen(file.toString(), e);
    }
  }

  private static List<Shape> shapes(Map<String, NodeInfo> nodes) {
    var shapes = new ArrayList<Shape>();
    nodes.forEach(
        (name, node) -> {
          boolean isFloat =
              node.getInfo() instanceof TensorInfo info && info.type == OnnxJavaType.FLOAT;
          long[] axes = isFloat ? ((TensorInfo) node.getInfo()).getShape() : new long[0];
          shapes.add(new Shape(name, axes));
        });
    return shapes;
  }

  /// Refuses what is no file, or too large to be an ONNX file, before any of it is read.
  static void checkSize(Path file) throws ModelException {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          file + ": expected an ONNX file, found nothing there; check the path");
    }
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new ModelException(
            "%s: expected an ONNX file of at most %d bytes, found %d; larger ones are in no single file, choose another"
                .formatted(file, MOST_BYTES, size));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ModelException unreadable(Path file, IOException e) {
    return e instanceof ModelException ours
        ? ours
        : new ModelException(
            "%s: cannot be read (%s); check its permissions".formatted(file, e), e);
  }

  /// The hash by which UVR knows a file: the MD5 of its last 10 240 000 bytes, lower-case hex.
  String uvrHash() throws ModelException {
    try (var channel = FileChannel.open(file)) {
      var md5 = MessageDigest.getInstance("MD5");
      channel.position(Math.max(0, channel.size() - HASHED_BYTES));
      var block = ByteBuffer.allocate(1 << 16);
      while (channel.read(block) >= 0) {
        md5.update(block.flip());
        block.clear();
      }
      return HexFormat.of().formatHex(md5.digest());
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /// What the tensors are, for messages.
  String tensors() {
    return "inputs %s and outputs %s".formatted(list(inputs), list(outputs));
  }

  private static String list(List<Shape> shapes) {
    int most = 6;
    String first =
        shapes.stream().limit(most).map(Shape::toString).collect(Collectors.joining(", "));
    return shapes.size() > most ? first + " and %d more".formatted(shapes.size() - most) : first;
  }
}
