package dev.isolator.train.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.isolator.model.Accelerator;
import dev.isolator.model.ChunkModel;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Binary;
import dev.isolator.train.family.Cepstral;
import dev.isolator.train.family.FrontEnd;
import dev.isolator.train.family.Head;
import dev.isolator.train.family.Live;
import dev.isolator.train.family.Studio;
import dev.isolator.train.family.UNetSettings;
import dev.isolator.train.family.UNetSettings.Skips;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.torch.Front;
import dev.isolator.train.torch.Libtorch;
import dev.isolator.train.torch.Masks;
import dev.isolator.train.torch.Tensors;
import dev.isolator.train.torch.TorchNetwork;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelWriterTest {
  private static final List<String> TWO = List.of("vocals", "music");
  private static final List<String> FOUR = List.of("vocals", "drums", "bass", "other");

  private static final UNetSettings MULTIPLIED =
      new UNetSettings(List.of(4, 6, 8), 8, 0, false, 0, Skips.MULTIPLY);
  private static final UNetSettings RECURRENT =
      new UNetSettings(List.of(4, 6, 8, 8), 8, 1, false, 5, Skips.MULTIPLY);
  private static final UNetSettings LEVELLED = new UNetSettings(List.of(4, 6, 8, 8), 8, 1, true);

  @TempDir Path folder;

  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  static Stream<Architecture> architectures() {
    return Stream.of(
        Studio.of(TWO, List.of(4, 6, 8), 0),
        Studio.of(TWO, List.of(4, 6, 8), 8),
        Studio.of(TWO, new UNetSettings(List.of(4, 6, 8), 8, 2, true)),
        Live.of(TWO, LEVELLED, new Live.Time(4096, 3)),
        Live.of(TWO, MULTIPLIED, Live.Time.DEFAULT),
        Live.of(TWO, List.of(4, 6, 8), 8),
        Studio.of(FOUR, List.of(4, 6, 8), 0),
        Live.of(TWO, List.of(4, 6, 8), 0),
        Live.of(FOUR, List.of(4, 6, 8, 8), 0),
        Binary.masks(TWO, Head.Target.MAGNITUDE, Binary.Time.CENTRE),
        Binary.masks(TWO, Head.Target.BINARY, Binary.Time.LAST),
        Binary.masks(FOUR, Head.Target.MAGNITUDE, Binary.Time.LAST),
        Binary.masks(FOUR, Head.Target.SOFT, Binary.Time.CENTRE),
        Cepstral.of(TWO, List.of(4, 5, 6), 9, false),
        Cepstral.of(FOUR, new Cepstral.Settings(List.of(4, 5), 9, 3, 8, 9, false, true)),
        Cepstral.of(FOUR, List.of(4, 4, 4, 4, 4), 9, true));
  }

  static Stream<Architecture> streams() {
    return Stream.of(
        Live.of(TWO, List.of(4, 6, 8, 8), 0),
        Live.of(TWO, List.of(4, 6, 8, 8), 8),
        Live.of(TWO, LEVELLED, new Live.Time(4096, 0)),
        Live.of(FOUR, LEVELLED, new Live.Time(2048, 3)),
        Live.of(TWO, LEVELLED, new Live.Time(4096, 5)),
        Live.of(TWO, MULTIPLIED, Live.Time.DEFAULT),
        Live.of(TWO, RECURRENT, Live.Time.DEFAULT),
        Live.of(FOUR, RECURRENT, new Live.Time(2048, 2)),
        Live.of(FOUR, List.of(4, 6, 8, 8), 0),
        Binary.masks(TWO, Head.Target.BINARY, Binary.Time.LAST),
        Binary.masks(FOUR, Head.Target.SOFT, Binary.Time.LAST),
        Cepstral.of(TWO, List.of(4, 4, 4, 4, 4), 9, true),
        Cepstral.of(TWO, new Cepstral.Settings(List.of(4, 5), 9, 3, 8, 9, true, true)),
        Cepstral.of(FOUR, List.of(4, 6), 9, true));
  }

  @ParameterizedTest(name = "network {index}")
  @MethodSource("architectures")
  void graphGivesTheMasksOfLibtorch(Architecture architecture) throws Exception {
    var weights = UsedWeights.of(architecture);
    Path file = ModelWriter.write(folder, architecture, weights, provenance());

    try (var model =
        (ChunkModel) ModelCatalogue.open(folder).find(file.toString()).open(1, Accelerator.CPU)) {
      int frames = model.contract().chunkFrames();
      var spectrum = spectrum(architecture, frames);
      model.spectrum().put(0, spectrum);
      model.run();
      var expected = masks(architecture, weights, spectrum, frames);
      var found = new float[expected.length];
      model.mask().get(0, found);
      // single precision through some 30 layers; 1.3e-4 was seen where masks are shares of
      // magnitudes
      assertArrayEquals(expected, found, 3e-4f);
    }
  }

  /// A network for four stems as a model for two: vocals as they were, all others together.
  @Test
  void fourStemsAreGivenAsTwo() throws Exception {
    var architecture = Studio.of(FOUR, List.of(4, 6, 8), 0);
    var weights = UsedWeights.of(architecture);
    var network = new TrainedNetwork(architecture, weights, TWO);
    Path file = ModelWriter.write(folder, network, null, provenance());

    try (var model =
        (ChunkModel) ModelCatalogue.open(folder).find(file.toString()).open(1, Accelerator.CPU)) {
      assertEquals(TWO, model.card().stems());
      int frames = model.contract().chunkFrames();
      var spectrum = spectrum(architecture, frames);
      model.spectrum().put(0, spectrum);
      model.run();
      var parts = masks(architecture, weights, spectrum, frames);
      int size = parts.length / 4;
      var expected = new float[2 * size];
      for (int i = 0; i < size; i++) {
        expected[i] = parts[i];
        expected[size + i] = parts[size + i] + parts[2 * size + i] + parts[3 * size + i];
      }
      var found = new float[expected.length];
      model.mask().get(0, found);
      assertArrayEquals(expected, found, 1e-4f);
    }
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new TrainedNetwork(architecture, weights, List.of("drums", "rest")));
    assertEquals(
        "a network for vocals, drums, bass, other gives those or vocals, music, was asked for drums, rest",
        refused.getMessage());
  }

  /// Frame by frame, from zeros on, against the whole song at once; a network that looks ahead
  /// answers late.
  @ParameterizedTest(name = "network {index}")
  @MethodSource("streams")
  void streamGivesTheMasksOfTheWholeSong(Architecture architecture) throws Exception {
    var weights = UsedWeights.of(architecture);
    int frames = 45; // five periods of the slowest level, and some; nearly two windows
    // Silence before a song: zeros around layers are the network's own, windows must have seen it.
    int silent = architecture.front() instanceof FrontEnd.Mono ? architecture.lookBack() : 0;
    int padded = 48;
    var spectrum = spectrum(architecture, padded);
    float[] expected = masks(architecture, weights, spectrum, padded);
    Path file = ModelWriter.writeStream(folder, architecture, weights, provenance());

    var environment = OrtEnvironment.getEnvironment();
    try (var session =
        environment.createSession(file.toString(), new OrtSession.SessionOptions())) {
      var inputs = new HashMap<String, OnnxTensor>();
      for (var input : session.getInputInfo().values()) {
        long[] shape = ((TensorInfo) input.getInfo()).getShape();
        long size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        inputs.put(
            input.getName(),
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(new float[Math.toIntExact(size)]), shape));
      }
      int rows = 4 * architecture.bins();
      for (int t = -silent; t < frames; t++) {
        var frame = new float[rows];
        for (int i = 0; i < rows && t >= 0; i++) {
          frame[i] = spectrum[i * padded + t];
        }
        inputs.put(
            "spectrum",
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(frame), new long[] {1, 4, architecture.bins(), 1}));
        try (var results = session.run(inputs)) {
          for (var result : results) {
            var tensor = (OnnxTensor) result.getValue();
            var values = new float[tensor.getFloatBuffer().capacity()];
            tensor.getFloatBuffer().get(values);
            if (result.getKey().equals("mask")) {
              int of = t - architecture.delay();
              for (int i = 0; i < values.length && of >= 0; i++) {
                assertEquals(expected[i * padded + of], values[i], 1e-4, "frame " + of);
              }
            } else if (result.getKey().startsWith("next.")) {
              long[] shape = tensor.getInfo().getShape();
              inputs.put(
                  result.getKey().replace("next", "state"),
                  OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
            }
          }
        }
      }
    }
  }

  /// In chunks it would begin anew with each of them.
  @Test
  void aRecurrenceIsNotWrittenForChunks() throws Exception {
    var architecture = Live.of(TWO, RECURRENT, Live.Time.DEFAULT);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ModelWriter.write(
                    folder, architecture, UsedWeights.of(architecture), provenance()));
    assertEquals(
        "a network with recurrentUnits remembers all that came before, so that the chunks of a song would show; it can be trained, not exported yet",
        e.getMessage());
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void networkThatLooksAheadIsNoStream() {
    var architecture = Studio.of(TWO, List.of(4, 6), 0);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ModelWriter.writeStream(
                    folder, architecture, UsedWeights.of(architecture), provenance()));
    assertEquals(
        "only causal networks can be streams, studio looks 11 frames ahead that it does not wait for",
        e.getMessage());
  }

  @Test
  void writtenModelKeepsItsContract() throws Exception {
    var architecture = Studio.of(FOUR, List.of(4, 6), 0);
    Path file = ModelWriter.write(folder, architecture, UsedWeights.of(architecture), provenance());

    var catalogue = ModelCatalogue.open(folder);
    var entry = catalogue.find(file.toString());
    catalogue.verify(entry);
    assertEquals(FOUR, entry.card().stems());
    assertEquals(architecture.weights().parameterCount(), entry.card().provenance().parameters());
  }

  private static float[] masks(
      Architecture architecture, WeightValues weights, float[] spectrum, int frames) {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network = TorchNetwork.of(architecture.network(), weights, TorchNetwork.Precision.FLOAT);
      var input = Tensors.of(spectrum, 1, 4, architecture.bins(), frames);
      var answer =
          network.forward(Front.of(architecture).features(input), TorchNetwork.Mode.INFERENCE);
      return Tensors.values(Masks.of(architecture).masks(answer, input));
    }
  }

  private static float[] spectrum(Architecture architecture, int frames) {
    var random = new SplittableRandom(3);
    var spectrum = new float[4 * architecture.bins() * frames];
    for (int i = 0; i < spectrum.length; i++) {
      boolean silent = i % frames < 20; // as before a song's start
      spectrum[i] = silent ? 0 : (float) (random.nextGaussian() * 10);
    }
    return spectrum;
  }

  private static ModelWriter.Provenance provenance() {
    return new ModelWriter.Provenance(
        "small", "1", "Apache-2.0", "not at all", List.of(), List.of());
  }
}
