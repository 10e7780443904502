package dev.isolator.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The buffers of a [MaskModel] in ONNX Runtime: `spectrum` `[1][4][bins][frames]` goes in, `mask`
/// `[1][stems][2][bins][frames]` and where the network has it `voice` `[1][frames]` come out.
final class OnnxMaskBuffers {
  static final String SPECTRUM = "spectrum";
  private static final String MASK = "mask";
  static final String VOICE = "voice";

  private final FloatBuffer spectrum;
  private final FloatBuffer mask;
  private final @Nullable FloatBuffer voice;
  private final OnnxTensor spectrumTensor;
  private final Map<String, OnnxTensor> outputs = new HashMap<>();

  /// Checks that the network has these inputs and outputs, and makes the buffers.
  ///
  /// @param grid what spectra are made with
  /// @param frames that go in at once
  OnnxMaskBuffers(OnnxSession session, Grid grid, int frames) throws OrtException, ModelException {
    long bins = grid.bins();
    int stems = session.card().stems().size();
    var in = bindSpectrum(session, grid, frames);
    session.checkOutput(MASK, 1, stems, 2, bins, -1);
    boolean voiced = session.hasOutput(VOICE);
    this.spectrum = in.buffer();
    this.spectrumTensor = in.tensor();
    var out = session.bind(1, stems, 2, bins, frames);
    this.mask = out.buffer();
    this.outputs.put(MASK, out.tensor());
    if (voiced) {
      var probability = bindVoice(session, frames);
      this.voice = probability.buffer();
      this.outputs.put(VOICE, probability.tensor());
    } else {
      this.voice = null;
    }
  }

  /// Checks that the network takes spectra of a grid, and makes their buffer.
  static OnnxSession.Bound bindSpectrum(OnnxSession session, Grid grid, int frames)
      throws OrtException, ModelException {
    session.checkInput(SPECTRUM, 1, 4, grid.bins(), -1);
    return session.bind(1, 4, grid.bins(), frames);
  }

  /// Checks that the network says where somebody sings, and makes the buffer of that.
  static OnnxSession.Bound bindVoice(OnnxSession session, int frames)
      throws OrtException, ModelException {
    session.checkOutput(VOICE, 1, -1);
    return session.bind(1, frames);
  }

  /// Whether the network takes any number of frames.
  static boolean takesAnyFrames(OnnxSession session) throws OrtException, ModelException {
    return session.isAnyLength(SPECTRUM, 3);
  }

  FloatBuffer spectrum() {
    return spectrum;
  }

  FloatBuffer mask() {
    return mask;
  }

  @Nullable FloatBuffer voice() {
    return voice;
  }

  /// The tensor of [#spectrum()].
  OnnxTensor spectrumTensor() {
    return spectrumTensor;
  }

  /// Where the network writes mask and voice.
  Map<String, OnnxTensor> outputs() {
    return outputs;
  }
}
