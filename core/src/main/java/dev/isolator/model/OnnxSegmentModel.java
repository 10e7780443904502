package dev.isolator.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.Map;

/// A [SegmentModel] in ONNX Runtime: `mix` `[1][2][segmentFrames]` goes in, `stems`
/// `[1][stems][2][segmentFrames]` come out.
final class OnnxSegmentModel implements SegmentModel {
  private static final String MIX = "mix";
  private static final String STEMS = "stems";

  private final OnnxSession session;
  private final Contract.Segment contract;
  private final FloatBuffer mix;
  private final FloatBuffer stems;
  private final double[] weights;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;

  OnnxSegmentModel(OnnxSession session, Contract.Segment contract)
      throws OrtException, ModelException {
    this.session = session;
    this.contract = contract;
    int frames = contract.segmentFrames();
    int count = session.card().stems().size();
    session.checkInput(MIX, 1, 2, frames);
    session.checkOutput(STEMS, 1, count, 2, frames);
    var in = session.bind(1, 2, frames);
    var out = session.bind(1, count, 2, frames);
    this.mix = in.buffer();
    this.stems = out.buffer();
    this.weights = contract.blend().weights(contract.usedFrames());
    this.inputs = Map.of(MIX, in.tensor());
    this.outputs = Map.of(STEMS, out.tensor());
  }

  @Override
  public ModelCard card() {
    return session.card();
  }

  @Override
  public Contract.Segment contract() {
    return contract;
  }

  @Override
  public String accelerator() {
    return session.accelerator();
  }

  @Override
  public FloatBuffer mix() {
    return mix;
  }

  @Override
  public FloatBuffer stems() {
    return stems;
  }

  @Override
  public double[] weights() {
    return weights;
  }

  @Override
  public void run(long firstFrame, long songFrames) throws ModelException {
    session.run(inputs, outputs);
  }

  @Override
  public void close() {
    session.close();
  }
}
