package dev.isolator.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A network in ONNX Runtime, whose inputs and outputs are buffers off the heap that are made once:
/// running it allocates nothing that grows. It checks the network's shapes against the card's, and
/// turns what ONNX Runtime throws into sentences. One thread at a time.
final class OnnxSession implements AutoCloseable {
  /// What a buffer of bytes can hold.
  private static final int MOST_FLOATS = Integer.MAX_VALUE / Float.BYTES;

  private final ModelCard card;
  private final String accelerator;
  private final OrtSession session;
  private final List<OnnxTensor> tensors = new ArrayList<>();

  private OnnxSession(ModelCard card, OnnxRuntime.Opened opened) {
    this.card = card;
    this.accelerator = opened.accelerator();
    this.session = opened.session();
  }

  /// Makes a model, or a part of one, of an open session.
  @FunctionalInterface
  interface Making<M> {
    M of(OnnxSession session) throws OrtException, ModelException;
  }

  /// Opens a network.
  ///
  /// @param card what the network says it is
  /// @param threads 1 or more
  /// @param making checks the contract and makes the buffers; if it fails, the session is closed
  static <M> M open(
      ModelCard card, NetworkFiles files, int threads, Accelerator accelerator, Making<M> making)
      throws ModelException {
    try {
      // Segments of other people's networks may be long and their layers wide.
      var memory =
          card.contract() instanceof Contract.Adapted
              ? OnnxRuntime.WorkingMemory.RETURNED
              : OnnxRuntime.WorkingMemory.KEPT;
      var session = new OnnxSession(card, OnnxRuntime.open(files, threads, memory, accelerator));
      try {
        return making.of(session);
      } catch (ModelException | OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      if (card.contract() instanceof Contract.Adapted) {
        throw OnnxRuntime.cannotOpen(files.floats().location(), e);
      }
      throw new ModelException(
          "%s: ONNX Runtime cannot open it (%s); verify it with: isolator models verify %s"
              .formatted(
                  files.floats().location(), OnnxRuntime.oneLine(e.getMessage()), card.name()),
          e);
    }
  }

  ModelCard card() {
    return card;
  }

  String accelerator() {
    return accelerator;
  }

  /// A buffer in native order and the tensor that shares its memory; freed with the session.
  record Bound(FloatBuffer buffer, OnnxTensor tensor) {}

  /// Makes a buffer of zeros and its tensor.
  Bound bind(long... shape) throws OrtException, ModelException {
    double most = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    if (most > MOST_FLOATS) {
      throw new ModelException(
          "%s: expected tensors of at most %d numbers, found one of %s; choose shorter segments"
              .formatted(card.name(), MOST_FLOATS, Arrays.toString(shape)));
    }
    long floats = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(Math.toIntExact(4 * floats))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    var tensor = OnnxTensor.createTensor(OnnxRuntime.environment(), buffer, shape);
    tensors.add(tensor);
    return new Bound(buffer, tensor);
  }

  /// Frees a tensor before the session is closed; after that it is free already.
  void free(OnnxTensor tensor) {
    if (tensors.remove(tensor)) {
      tensor.close();
    }
  }

  /// The input of a name; where there is only one, that one.
  String inputNamed(String name, int expected) {
    return named(name, session.getInputNames(), expected);
  }

  /// The output of a name; where there is only one, that one.
  String outputNamed(String name, int expected) {
    return named(name, session.getOutputNames(), expected);
  }

  private static String named(String name, Set<String> found, int expected) {
    boolean only = expected == 1 && found.size() == 1 && !found.contains(name);
    return only ? found.iterator().next() : name;
  }

  Set<String> inputs() {
    return session.getInputNames();
  }

  boolean hasOutput(String name) {
    return session.getOutputNames().contains(name);
  }

  /// Refuses a network whose input is not of a shape; −1 on either side fits anything.
  void checkInput(String name, long... expected) throws OrtException, ModelException {
    checkShape(session.getInputInfo(), name, expected);
  }

  /// Refuses a network whose output is not of a shape; −1 on either side fits anything.
  void checkOutput(String name, long... expected) throws OrtException, ModelException {
    checkShape(session.getOutputInfo(), name, expected);
  }

  /// Whether an axis of an input may have any length.
  boolean isAnyLength(String name, int axis) throws OrtException, ModelException {
    return shape(session.getInputInfo(), name)[axis] < 0;
  }

  /// The shape of an input, all of whose axes are fixed.
  long[] fixedInput(String name) throws OrtException, ModelException {
    long[] shape = shape(session.getInputInfo(), name);
    if (Arrays.stream(shape).anyMatch(axis -> axis < 1)) {
      throw new ModelException(
          "%s: expected %s of a fixed shape, found %s; get the model again from where it came"
              .formatted(card.name(), name, Arrays.toString(shape)));
    }
    return shape;
  }

  private void checkShape(Map<String, NodeInfo> nodes, String name, long[] expected)
      throws ModelException {
    long[] found = shape(nodes, name);
    boolean fits = found.length == expected.length;
    for (int axis = 0; fits && axis < found.length; axis++) {
      fits = found[axis] == -1 || expected[axis] == -1 || found[axis] == expected[axis];
    }
    if (!fits) {
      throw new ModelException(
          "%s: expected %s of shape %s as the card says, found %s; card and network do not belong together"
              .formatted(card.name(), name, Arrays.toString(expected), Arrays.toString(found)));
    }
  }

  private long[] shape(Map<String, NodeInfo> nodes, String name) throws ModelException {
    NodeInfo node = nodes.get(name);
    if (node == null || !(node.getInfo() instanceof TensorInfo info)) {
      throw new ModelException(
          "%s: expected a tensor named %s, found %s; it does not keep the contract of a %s model"
              .formatted(card.name(), name, nodes.keySet(), card.contract().kind()));
    }
    return info.getShape();
  }

  /// Runs the network.
  ///
  /// @param outputs all that it writes
  void run(Map<String, ? extends OnnxTensorLike> inputs, Map<String, ? extends OnnxValue> outputs)
      throws ModelException {
    try (var result = session.run(inputs, Set.of(), outputs)) {
      if (result.size() != outputs.size()) {
        throw new ModelException(
            "%s: expected outputs: %d, found: %d"
                .formatted(card.name(), outputs.size(), result.size()));
      }
    } catch (OrtException e) {
      throw new ModelException(
          "%s: the network failed (%s); try --accelerator cpu, or fewer --threads"
              .formatted(card.name(), OnnxRuntime.oneLine(e.getMessage())),
          e);
    }
  }

  @Override
  public void close() {
    tensors.forEach(OnnxTensor::close);
    tensors.clear();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(card.name() + ": ONNX Runtime cannot let go of it", e);
    }
  }
}
