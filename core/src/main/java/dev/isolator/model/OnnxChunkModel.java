package dev.isolator.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [ChunkModel] in ONNX Runtime. Opening costs some 100 ms and the memory of weights and buffers;
/// the network's own memory is made in the first run.
final class OnnxChunkModel implements ChunkModel {
  private final OnnxSession session;
  private final Contract.Chunk contract;
  private final OnnxMaskBuffers buffers;
  private final Map<String, OnnxTensor> inputs;

  OnnxChunkModel(OnnxSession session, Contract.Chunk contract) throws OrtException, ModelException {
    this.session = session;
    this.contract = contract;
    this.buffers = new OnnxMaskBuffers(session, contract.grid(), contract.chunkFrames());
    this.inputs = Map.of(OnnxMaskBuffers.SPECTRUM, buffers.spectrumTensor());
    if (contract.voiceGate() && buffers.voice() == null) {
      throw new ModelException(
          "%s: its card asks for a voice gate, but it has no output named voice; get the model again from where it came"
              .formatted(session.card().name()));
    }
  }

  @Override
  public ModelCard card() {
    return session.card();
  }

  @Override
  public Contract.Chunk contract() {
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
  public void run() throws ModelException {
    session.run(inputs, buffers.outputs());
  }

  @Override
  public void close() {
    session.close();
  }
}
