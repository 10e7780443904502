package dev.isolator.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [FrameModel] in ONNX Runtime: beside `spectrum`, `mask` and `voice` the network has inputs
/// `state.K` and outputs `next.K` of the same fixed shapes. States begin as zeros.
///
/// A stream has two banks of state tensors: one is read, the other written, then they change
/// places.
final class OnnxFrameModel implements FrameModel {
  private static final String STATE = "state.";
  private static final String NEXT = "next.";

  private final OnnxSession session;
  private final Contract.Frame contract;
  private final OnnxMaskBuffers buffers;

  /// Shapes of the states, `state.0` first.
  private final List<long[]> shapes = new ArrayList<>();

  /// After the silence before a song.
  private final Stream silence;

  OnnxFrameModel(OnnxSession session, Contract.Frame contract) throws OrtException, ModelException {
    this.session = session;
    this.contract = contract;
    this.buffers = new OnnxMaskBuffers(session, contract.grid(), 1);
    for (int k = 0; session.inputs().contains(STATE + k); k++) {
      long[] shape = session.fixedInput(STATE + k);
      session.checkOutput(NEXT + k, shape);
      shapes.add(shape);
    }
    if (session.inputs().size() != shapes.size() + 1) {
      throw new ModelException(
          "%s: expected the inputs spectrum and state.0 to state.%d, found %s; it does not keep the contract of a frame model"
              .formatted(session.card().name(), shapes.size() - 1, session.inputs()));
    }
    this.silence = new Stream();
    for (int frame = 0; frame < contract.silentFrames(); frame++) {
      run(silence); // the spectrum is still zeros
    }
  }

  @Override
  public ModelCard card() {
    return session.card();
  }

  @Override
  public Contract.Frame contract() {
    return contract;
  }

  @Override
  public String accelerator() {
    return session.accelerator();
  }

  @Override
  public FloatBuffer spectrum() {
    return buffers.spectrum();
  }

  @Override
  public FloatBuffer mask() {
    return buffers.mask();
  }

  @Override
  public @Nullable FloatBuffer voice() {
    return buffers.voice();
  }

  @Override
  public States begin() throws ModelException {
    try {
      var stream = new Stream();
      stream.setTo(silence);
      return stream;
    } catch (OrtException e) {
      throw new ModelException(
          "%s: no memory for the states of a stream (%s); close other streams first"
              .formatted(session.card().name(), OnnxRuntime.oneLine(e.getMessage())),
          e);
    }
  }

  @Override
  public void run(States states) throws ModelException {
    if (!(states instanceof Stream stream) || stream.model() != this) {
      throw new IllegalArgumentException("states of another model");
    }
    session.run(stream.read.inputs, stream.written.outputs);
    stream.swap();
  }

  @Override
  public void close() {
    session.close();
  }

  /// State tensors, in and out.
  private final class Bank {
    final List<OnnxSession.Bound> states = new ArrayList<>();
    final Map<String, OnnxTensor> inputs = new HashMap<>();
    final Map<String, OnnxTensor> outputs = new HashMap<>(buffers.outputs());

    Bank() throws OrtException, ModelException {
      inputs.put(OnnxMaskBuffers.SPECTRUM, buffers.spectrumTensor());
      for (int k = 0; k < shapes.size(); k++) {
        var state = session.bind(shapes.get(k));
        states.add(state);
        inputs.put(STATE + k, state.tensor());
        outputs.put(NEXT + k, state.tensor());
      }
    }
  }

  private final class Stream implements States {
    private Bank read = new Bank();
    private Bank written = new Bank();

    Stream() throws OrtException, ModelException {}

    OnnxFrameModel model() {
      return OnnxFrameModel.this;
    }

    void swap() {
      Bank kept = read;
      read = written;
      written = kept;
    }

    void setTo(Stream other) {
      for (int k = 0; k < shapes.size(); k++) {
        read.states.get(k).buffer().put(0, other.read.states.get(k).buffer(), 0, size(k));
      }
    }

    private int size(int k) {
      return read.states.get(k).buffer().capacity();
    }

    @Override
    public void close() {
      for (Bank bank : List.of(read, written)) {
        bank.states.forEach(state -> session.free(state.tensor()));
        bank.states.clear();
      }
    }
  }
}
