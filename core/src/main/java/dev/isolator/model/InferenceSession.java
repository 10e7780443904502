package dev.isolator.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// An ONNX graph without a card, on the processor: for tools that look into networks, such as the
/// calibration of a quantised one. Songs go through a [Model].
///
/// One thread at a time. Every run allocates its results.
public final class InferenceSession implements AutoCloseable {
  private final String where;
  private final OrtSession session;

  private InferenceSession(String where, OrtSession session) {
    this.where = where;
    this.session = session;
  }

  /// Opens a graph.
  ///
  /// @param where its name for messages
  /// @param threads that it may use at a time, 1 or more
  /// @throws ModelException if ONNX Runtime cannot open it
  public static InferenceSession open(String where, byte[] onnx, int threads)
      throws ModelException {
    try {
      var source = new OnnxRuntime.Source.InMemory(onnx);
      return new InferenceSession(where, OnnxRuntime.onProcessor(source, threads));
    } catch (OrtException e) {
      throw new ModelException(
          "%s: expected an ONNX graph, found something ONNX Runtime cannot open (%s)"
              .formatted(where, OnnxRuntime.oneLine(e.getMessage())),
          e);
    }
  }

  /// Runs the graph on one input.
  ///
  /// @param input the input's name
  /// @param values of single precision, in the order of the shape
  /// @param shape of the input
  /// @return the outputs of single precision by name, each in the order of its shape
  /// @throws ModelException if the graph has no such input, or fails
  public Map<String, float[]> run(String input, float[] values, long... shape)
      throws ModelException {
    try (var tensor =
            OnnxTensor.createTensor(OnnxRuntime.environment(), FloatBuffer.wrap(values), shape);
        var results = session.run(Map.of(input, tensor))) {
      var outputs = new LinkedHashMap<String, float[]>();
      for (var result : results) {
        if (result.getValue() instanceof OnnxTensor output
            && output.getInfo().type == OnnxJavaType.FLOAT) {
          FloatBuffer buffer = output.getFloatBuffer();
          var copy = new float[buffer.remaining()];
          buffer.get(copy);
          outputs.put(result.getKey(), copy);
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new ModelException(
          "%s: the network failed (%s); check that it takes %s"
              .formatted(where, OnnxRuntime.oneLine(e.getMessage()), input),
          e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(where + ": ONNX Runtime cannot let go of it", e);
    }
  }
}
