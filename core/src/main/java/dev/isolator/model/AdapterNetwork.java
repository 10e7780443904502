package dev.isolator.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One file of an outside model in ONNX Runtime, with a buffer for each tensor that its adapter
/// names.
final class AdapterNetwork implements AutoCloseable {
  /// A tensor's buffer, and how to find a value in it: floats from one source, channel, part, bin,
  /// frame and sample to the next.
  record Bound(
      Adapter.Kind kind,
      FloatBuffer buffer,
      int source,
      int channel,
      int part,
      int bin,
      int frame,
      int sample) {}

  private final OnnxSession session;
  private final Map<String, OnnxTensor> inputTensors = new HashMap<>();
  private final Map<String, OnnxTensor> outputTensors = new HashMap<>();
  private final List<Bound> inputs = new ArrayList<>();
  private final List<Bound> outputs = new ArrayList<>();

  /// @param sizes of the axes
  AdapterNetwork(OnnxSession session, Adapter adapter, Map<Character, Integer> sizes)
      throws OrtException, ModelException {
    this.session = session;
    for (var tensor : adapter.inputs()) {
      String name = session.inputNamed(tensor.name(), adapter.inputs().size());
      inputs.add(bind(name, tensor, sizes, true));
    }
    for (var tensor : adapter.outputs()) {
      String name = session.outputNamed(tensor.name(), adapter.outputs().size());
      outputs.add(bind(name, tensor, sizes, false));
    }
  }

  private Bound bind(
      String name, Adapter.Tensor tensor, Map<Character, Integer> sizes, boolean isInput)
      throws OrtException, ModelException {
    var axes = TensorAxes.parse(tensor.axes());
    long[] shape = axes.shape(sizes);
    if (isInput) {
      session.checkInput(name, shape);
    } else {
      session.checkOutput(name, shape);
    }
    var bound = session.bind(shape);
    (isInput ? inputTensors : outputTensors).put(name, bound.tensor());
    return new Bound(
        tensor.kind(),
        bound.buffer(),
        axes.stride('s', sizes),
        axes.stride('c', sizes),
        axes.stride('p', sizes),
        axes.stride('f', sizes),
        axes.stride('t', sizes),
        axes.stride('n', sizes));
  }

  List<Bound> inputs() {
    return inputs;
  }

  List<Bound> outputs() {
    return outputs;
  }

  String accelerator() {
    return session.accelerator();
  }

  /// Copies another file's inputs, which are alike.
  void takeInputsOf(AdapterNetwork other) {
    for (int i = 0; i < inputs.size(); i++) {
      FloatBuffer to = inputs.get(i).buffer();
      to.put(0, other.inputs.get(i).buffer(), 0, to.capacity());
    }
  }

  void run() throws ModelException {
    session.run(inputTensors, outputTensors);
  }

  @Override
  public void close() {
    session.close();
  }
}
