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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A network that looks at spectra and answers with masks, one chunk at a time.
///
/// | buffer | shape | unit |
/// |---|---|---|
/// | [#spectrum()] | `[4][bins][chunkFrames]` | left re, left im, right re, right im, of an unnormalised FFT of samples in ±1.0 |
/// | [#mask()] | `[stems][2][bins][chunkFrames]` | share of the stem in the channel, 0 to 1; they sum to 1 over stems |
/// | [#voice()] | `[chunkFrames]` | probability that somebody sings, 0 to 1; of networks that have this output |
///
/// Fill the spectrum, [#run()], read the mask. The buffers are off the heap, made once, and the
/// network's own memory is made in the first run, so memory does not grow with the song. One thread
/// at a time; the network itself spreads over the threads it was opened with.
public final class MaskModel implements Model {
  private static final String INPUT = "spectrum";
  private static final String OUTPUT = "mask";
  private static final String VOICE = "voice";

  private final ModelCard card;
  private final String accelerator;
  private final OrtSession session;
  private final FloatBuffer spectrum;
  private final FloatBuffer mask;
  private final OnnxTensor spectrumTensor;
  private final @Nullable FloatBuffer voice;
  private final Map<String, OnnxValue> outputs = new HashMap<>();

  private MaskModel(ModelCard card, OnnxRuntime.Opened opened) throws OrtException {
    this.card = card;
    this.accelerator = opened.accelerator();
    this.session = opened.session();
    long bins = card.bins();
    long frames = card.chunkFrames();
    int stems = card.stems().size();
    this.spectrum = buffer(4 * bins * frames);
    this.mask = buffer(2L * stems * bins * frames);
    this.spectrumTensor =
        OnnxTensor.createTensor(
            OnnxRuntime.environment(), spectrum, new long[] {1, 4, bins, frames});
    var maskTensor =
        OnnxTensor.createTensor(
            OnnxRuntime.environment(), mask, new long[] {1, stems, 2, bins, frames});
    this.outputs.put(OUTPUT, maskTensor);
    this.voice = session.getOutputNames().contains(VOICE) ? buffer(frames) : null;
    if (voice != null) {
      outputs.put(
          VOICE, OnnxTensor.createTensor(OnnxRuntime.environment(), voice, new long[] {1, frames}));
    }
  }

  /// Opens a model. Costs some 100 ms and the memory of weights and buffers.
  ///
  /// @param entry what to open
  /// @param threads 1 or more
  /// @throws ModelException if ONNX Runtime refuses it, or it does not keep its card's contract
  public static MaskModel open(ModelCatalogue.Entry entry, int threads, Accelerator accelerator)
      throws ModelException {
    ModelCard card = entry.card();
    try {
      var opened = OnnxRuntime.open(entry.source(), threads, accelerator);
      try {
        checkContract(card, opened.session());
        return new MaskModel(card, opened);
      } catch (ModelException | OrtException | RuntimeException e) {
        opened.session().close();
        throw e;
      }
    } catch (OrtException e) {
      throw new ModelException(
          "%s: ONNX Runtime cannot open it (%s); verify it with: isolator models verify %s"
              .formatted(entry.location(), OnnxRuntime.oneLine(e.getMessage()), card.name()),
          e);
    }
  }

  private static void checkContract(ModelCard card, OrtSession session)
      throws OrtException, ModelException {
    checkShape(card, session.getInputInfo(), INPUT, new long[] {1, 4, card.bins(), -1});
    checkShape(
        card,
        session.getOutputInfo(),
        OUTPUT,
        new long[] {1, card.stems().size(), 2, card.bins(), -1});
    boolean voiced = session.getOutputNames().contains(VOICE);
    if (voiced) {
      checkShape(card, session.getOutputInfo(), VOICE, new long[] {1, -1});
    }
    if (card.voiceGate() && !voiced) {
      throw new ModelException(
          "%s: its card asks for a voice gate, but it has no output named voice; get the model again from where it came"
              .formatted(card.name()));
    }
  }

  /// Axes that are −1 on either side fit anything.
  private static void checkShape(
      ModelCard card, Map<String, NodeInfo> nodes, String name, long[] expected)
      throws ModelException {
    NodeInfo node = nodes.get(name);
    if (node == null || !(node.getInfo() instanceof TensorInfo info)) {
      throw new ModelException(
          "%s: expected a tensor named %s, found %s; it does not keep the contract of a mask model"
              .formatted(card.name(), name, nodes.keySet()));
    }
    long[] found = info.getShape();
    boolean fits = found.length == expected.length;
    for (int axis = 0; fits && axis < found.length; axis++) {
      fits = found[axis] == -1 || expected[axis] == -1 || found[axis] == expected[axis];
    }
    if (!fits) {
      throw new ModelException(
          "%s: expected %s of shape %s as the card says, found %s; card and network do not belong together"
              .formatted(
                  card.name(),
                  name,
                  java.util.Arrays.toString(expected),
                  java.util.Arrays.toString(found)));
    }
  }

  private static FloatBuffer buffer(long floats) {
    return ByteBuffer.allocateDirect(Math.toIntExact(4 * floats))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public ModelCard card() {
    return card;
  }

  @Override
  public String accelerator() {
    return accelerator;
  }

  /// The network's input; write with absolute puts.
  public FloatBuffer spectrum() {
    return spectrum;
  }

  /// The network's answer to the last [#run()]; read with absolute gets.
  public FloatBuffer mask() {
    return mask;
  }

  /// The network's other answer to the last [#run()]: how likely somebody sings, `[chunkFrames]`;
  /// read with absolute gets. Null where the network does not say it.
  public @Nullable FloatBuffer voice() {
    return voice;
  }

  /// Turns the spectrum into masks.
  public void run() throws ModelException {
    Map<String, OnnxTensorLike> inputs = Map.of(INPUT, spectrumTensor);
    try (var result = session.run(inputs, Set.of(), outputs)) {
      if (result.size() != outputs.size()) {
        throw new ModelException(
            "%s: expected %d outputs, found %d"
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
    spectrumTensor.close();
    outputs.values().forEach(OnnxValue::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(card.name() + ": ONNX Runtime cannot let go of it", e);
    }
  }
}
