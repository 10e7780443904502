package dev.isolator.train.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.isolator.model.Contract;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.Reach;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Binary;
import dev.isolator.train.family.Head;
import dev.isolator.train.family.Studio;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.torch.Front;
import dev.isolator.train.torch.Libtorch;
import dev.isolator.train.torch.Tensors;
import dev.isolator.train.torch.TorchNetwork;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two networks in one graph: masks and voice activity.
class VoiceOutputTest {
  private static final List<String> TWO = List.of("vocals", "music");
  private static final int FRAMES = 30;

  @TempDir Path folder;

  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  @Test
  void voiceInTheGraphIsThatOfItsOwnNetwork() throws Exception {
    var masks = trained(Binary.masks(TWO, Head.Target.BINARY, Binary.Time.LAST), 1);
    var voice = trained(Binary.voice(TWO, Binary.Time.CENTRE), 2);
    Path file = ModelWriter.write(folder, masks, voice, provenance());

    var catalogue = ModelCatalogue.open(folder);
    var entry = catalogue.find(file.toString());
    catalogue.verify(entry); // masks that sum to one, beside the other output
    assertEquals(323_233 + 257_185, entry.card().provenance().parameters());
    assertEquals(24, reach(entry).lookBackFrames());
    assertEquals(12, reach(entry).lookAheadFrames());

    float[] spectrum = spectrum();
    var environment = OrtEnvironment.getEnvironment();
    try (var session = environment.createSession(file.toString(), new OrtSession.SessionOptions());
        var input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(spectrum), new long[] {1, 4, 513, FRAMES});
        var results = session.run(Map.of("spectrum", input))) {
      var told = (float[][]) results.get("voice").orElseThrow().getValue();
      assertEquals(1, told.length);
      assertArrayEquals(expected(voice, spectrum), told[0], 1e-4f);
    }
  }

  /// Silence first, as long as the look-back, then frame by frame.
  @Test
  void voiceOfAStreamIsThatOfTheWholeSong() throws Exception {
    var masks = trained(Binary.masks(TWO, Head.Target.BINARY, Binary.Time.LAST), 1);
    var voice = trained(Binary.voice(TWO, Binary.Time.LAST), 2);
    Path file = ModelWriter.writeStream(folder, masks, voice, provenance());
    float[] spectrum = spectrum();
    float[] expected = expected(voice, spectrum);

    var environment = OrtEnvironment.getEnvironment();
    try (var session =
        environment.createSession(file.toString(), new OrtSession.SessionOptions())) {
      var inputs = new HashMap<String, OnnxTensor>();
      for (var input : session.getInputInfo().values()) {
        inputs.put(input.getName(), zeros(environment, ((TensorInfo) input.getInfo()).getShape()));
      }
      for (int t = -24; t < FRAMES; t++) {
        var frame = new float[4 * 513];
        for (int i = 0; i < frame.length && t >= 0; i++) {
          frame[i] = spectrum[i * FRAMES + t];
        }
        inputs.put(
            "spectrum",
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(frame), new long[] {1, 4, 513, 1}));
        try (var results = session.run(inputs)) {
          float told = ((float[][]) results.get("voice").orElseThrow().getValue())[0][0];
          if (t >= 0) {
            assertEquals(expected[t], told, 1e-4, "frame " + t);
          }
          for (var result : results) {
            if (result.getKey().startsWith("next.")) {
              var tensor = (OnnxTensor) result.getValue();
              inputs.put(
                  result.getKey().replace("next", "state"),
                  OnnxTensor.createTensor(
                      environment, tensor.getFloatBuffer(), tensor.getInfo().getShape()));
            }
          }
        }
      }
    }
  }

  private static OnnxTensor zeros(OrtEnvironment environment, long[] shape) throws OrtException {
    long size = LongStream.of(shape).reduce(1, (a, b) -> a * b);
    return OnnxTensor.createTensor(
        environment, FloatBuffer.wrap(new float[Math.toIntExact(size)]), shape);
  }

  @Test
  void networkOnAnotherGridIsRefused() {
    var masks = trained(Studio.of(TWO, List.of(4, 6), 0), 1);
    var voice = trained(Binary.voice(TWO, Binary.Time.CENTRE), 2);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ModelWriter.write(folder, masks, voice, provenance()));
    assertEquals(
        "both networks must be on one grid, masks are on 4096/1024 at 44100 Hz, voice on 1024/256 at 22050 Hz",
        e.getMessage());
  }

  @Test
  void networkThatPutsMasksOutTellsNoVoice() {
    var masks = trained(Binary.masks(TWO, Head.Target.SOFT, Binary.Time.CENTRE), 1);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ModelWriter.write(folder, masks, masks, provenance()));
    assertEquals(
        "expected a network for voice activity (output: voice), found one of family binary that puts masks out",
        e.getMessage());
  }

  @Test
  void voiceAloneIsAModelWithoutStems() throws Exception {
    var voice = trained(Binary.voice(TWO, Binary.Time.CENTRE), 2);
    Path file = ModelWriter.write(folder, voice, null, provenance());
    var card = Files.readString(folder.resolve("small-1.json"));
    assertTrue(card.contains("\"contract\": \"voice\""), card);
    assertTrue(card.contains("\"stems\": []"), card);
    float[] spectrum = spectrum();
    var environment = OrtEnvironment.getEnvironment();
    try (var session = environment.createSession(file.toString(), new OrtSession.SessionOptions());
        var input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(spectrum), new long[] {1, 4, 513, FRAMES});
        var results = session.run(Map.of("spectrum", input))) {
      assertEquals(Set.of("voice"), session.getOutputNames());
      var told = (float[][]) results.get("voice").orElseThrow().getValue();
      assertArrayEquals(expected(voice, spectrum), told[0], 1e-4f);
    }
  }

  private static float[] expected(TrainedNetwork voice, float[] spectrum) {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var architecture = voice.architecture();
      var network =
          TorchNetwork.of(architecture.network(), voice.weights(), TorchNetwork.Precision.FLOAT);
      var input = Tensors.of(spectrum, 1, 4, 513, FRAMES);
      var answer =
          network.forward(Front.of(architecture).features(input), TorchNetwork.Mode.INFERENCE);
      return Tensors.values(torch.sigmoid(answer));
    }
  }

  private static TrainedNetwork trained(Architecture architecture, long seed) {
    return new TrainedNetwork(architecture, WeightValues.fresh(architecture.weights(), seed));
  }

  private static float[] spectrum() {
    var random = new SplittableRandom(3);
    var spectrum = new float[4 * 513 * FRAMES];
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = (float) (random.nextGaussian() * 10);
    }
    return spectrum;
  }

  private static ModelWriter.Provenance provenance() {
    return new ModelWriter.Provenance(
        "small", "1", "Apache-2.0", "not at all", List.of(), List.of());
  }

  private static Reach reach(ModelCatalogue.Entry entry) {
    return ((Contract.Masks) entry.card().contract()).reach();
  }
}
