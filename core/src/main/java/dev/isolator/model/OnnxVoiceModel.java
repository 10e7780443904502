package dev.isolator.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.Map;

/// A [VoiceModel] in ONNX Runtime: `spectrum` `[1][4][bins][frames]` goes in, `voice` `[1][frames]`
/// comes out.
final class OnnxVoiceModel implements VoiceModel {
  private final OnnxSession session;
  private final Contract.Voice contract;
  private final FloatBuffer spectrum;
  private final FloatBuffer voice;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;

  OnnxVoiceModel(OnnxSession session, Contract.Voice contract) throws OrtException, ModelException {
    this.session = session;
    this.contract = contract;
    int frames = contract.chunkFrames();
    var in = OnnxMaskBuffers.bindSpectrum(session, contract.grid(), frames);
    var out = OnnxMaskBuffers.bindVoice(session, frames);
    this.spectrum = in.buffer();
    this.voice = out.buffer();
    this.inputs = Map.of(OnnxMaskBuffers.SPECTRUM, in.tensor());
    this.outputs = Map.of(OnnxMaskBuffers.VOICE, out.tensor());
  }

  @Override
  public ModelCard card() {
    return session.card();
  }

  @Override
  public Contract.Voice contract() {
    return contract;
  }

  @Override
  public String accelerator() {
    return session.accelerator();
  }

  @Override
  public FloatBuffer spectrum() {
    return spectrum;
  }

  @Override
  public FloatBuffer voice() {
    return voice;
  }

  @Override
  public void run() throws ModelException {
    session.run(inputs, outputs);
  }

  @Override
  public void close() {
    session.close();
  }
}
