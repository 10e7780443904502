package dev.isolator.train.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.model.Contract;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.Stft;
import dev.isolator.train.data.Mix;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.loss.Objective;
import dev.isolator.train.loss.Spectra;
import dev.isolator.train.onnx.ModelWriter;
import dev.isolator.train.onnx.TrainedNetwork;
import dev.isolator.train.torch.Front;
import dev.isolator.train.torch.Libtorch;
import dev.isolator.train.torch.ShareMasks;
import dev.isolator.train.torch.Tensors;
import dev.isolator.train.torch.TorchNetwork;
import dev.isolator.voice.VoiceSource;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CepstralTest {
  private static final List<String> TWO = List.of("vocals", "music");
  private static final List<String> FOUR = List.of("vocals", "drums", "bass", "other");

  /// 27 blocks.
  private static final Architecture WHOLE = Cepstral.of(TWO, Collections.nCopies(27, 4), 8, false);

  @TempDir Path folder = Path.of("replaced");

  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  private static int convolutions(Layer layer) {
    return switch (layer) {
      case Layer.Chain(var layers) -> layers.stream().mapToInt(CepstralTest::convolutions).sum();
      case Layer.Residual(var inner) -> convolutions(inner);
      case Layer.Convolution _ -> 1;
      default -> 0;
    };
  }

  @Test
  void twentySevenBlocksAreTwoHundredAndFifteenLayersAndOne() {
    assertEquals(215 + 1, convolutions(WHOLE.network()));
    assertEquals(8 * 4, convolutions(Cepstral.of(TWO, List.of(4, 4, 4, 4), 8, false).network()));
  }

  @Test
  void everyDepthSeesAPatchOf25Frames() {
    for (int blocks = 1; blocks <= 6; blocks++) {
      var centred = Cepstral.of(TWO, Collections.nCopies(blocks, 4), 8, false);
      assertEquals(12, centred.lookBack(), blocks + " blocks");
      assertEquals(12, centred.lookAhead());
      var causal = Cepstral.of(FOUR, Collections.nCopies(blocks, 4), 8, true);
      assertEquals(24, causal.lookBack());
      assertTrue(causal.causal());
    }
    assertEquals(12, WHOLE.lookBack());
  }

  @Test
  void allLayersOfTheWholeNetworkLearn() {
    var weights = WeightValues.fresh(WHOLE.weights(), 1);
    try (var _ = new PointerScope()) {
      var parameters =
          Tensors.of(weights.parameters(), weights.parameters().length).requires_grad_(true);
      var statistics = Tensors.of(weights.statistics(), weights.statistics().length);
      var network =
          new TorchNetwork(WHOLE.network(), parameters, statistics, TorchNetwork.Precision.FLOAT);

      double loss =
          Objective.of(WHOLE, 0).of(mixes(2), x -> network.forward(x, TorchNetwork.Mode.TRAINING));

      assertTrue(loss > 0 && loss < 20, "loss " + loss);
      float[] gradient = Tensors.values(parameters.grad());
      int at = 0;
      for (var slot : weights.layout().parameters()) {
        double norm = 0;
        for (int i = 0; i < slot.size(); i++) {
          norm += (double) gradient[at + i] * gradient[at + i];
        }
        at += (int) slot.size();
        assertTrue(norm > 0 && norm < 1e6, slot.name() + " has a gradient of " + norm);
      }
    }
  }

  /// Two seconds of a tone that comes and goes, over noise.
  private static Mix[] mixes(int count) {
    var random = new SplittableRandom(3);
    var mixes = new Mix[count];
    for (int i = 0; i < count; i++) {
      int n = Spectra.samples(WHOLE, 64);
      var stems = new float[2][2][n];
      for (int t = 0; t < n; t++) {
        float voice = t < n / 2 ? (float) (0.2 * Math.sin(0.05 * (i + 1) * t)) : 0;
        for (int c = 0; c < 2; c++) {
          stems[0][c][t] = voice;
          stems[1][c][t] = (float) (0.05 * random.nextGaussian());
        }
      }
      mixes[i] = new Mix(stems);
    }
    return mixes;
  }

  /// A pulse train's harmonics lie evenly, so that the spectrum's spectrum has a peak at its
  /// period.
  @Test
  void theCepstrumOfAPulseTrainPeaksAtItsPeriod() {
    int period = 100; // samples: 220.5 Hz
    var samples = new float[22_050];
    for (int i = 0; i < samples.length; i += period) {
      samples[i] = 0.5f;
    }
    float[] rows = features(samples);

    int highest = 30;
    for (int q = 30; q < 288; q++) {
      highest = rows[q] > rows[highest] ? q : highest;
    }
    assertEquals(period, highest);
    assertArrayEquals(new float[288], features(new float[22_050]), "silence is zero");
  }

  /// Cepstrum of the frame in the middle of a sound.
  private static float[] features(float[] samples) {
    var stft = new Stft(AnalysisGrid.of(22_050, 1024, 256, 22_050));
    float[] frame = stft.forward(samples)[43];
    var spectrum = new float[4 * 513];
    for (int k = 0; k < 513; k++) {
      for (int side = 0; side < 2; side++) {
        spectrum[2 * side * 513 + k] = frame[2 * k];
        spectrum[(2 * side + 1) * 513 + k] = frame[2 * k + 1];
      }
    }
    try (var _ = new PointerScope()) {
      return Tensors.values(Front.of(WHOLE).features(Tensors.of(spectrum, 1, 4, 513, 1)));
    }
  }

  @Test
  void masksAreThoseOfTheNearestExemplars() {
    var layer = new Layer.Exemplars("e", 1, 2, 2, 1, 3, 0.02);
    var values = new float[] {1, 0, 0, 2, 9, 9, -9, -9, 0, 9}; // two exemplars, then their masks
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network =
          new TorchNetwork(
              layer,
              Tensors.of(values, values.length),
              Tensors.of(new float[0], 0),
              TorchNetwork.Precision.FLOAT);
      // Three frames: like the first, like the second whatever its length, and between the two.
      var x = Tensors.of(new float[] {7, 8, 9, 3, 0, 1, 0, 0.1f, 1}, 1, 3, 1, 3);

      float[] y = Tensors.values(network.forward(x, TorchNetwork.Mode.INFERENCE));

      assertArrayEquals(new float[] {7, 8, 9, 1, 0, 0.5f, 1, 0.5f, 0.75f, 0, 1, 0.5f}, y, 1e-3f);
    }
  }

  /// Two heads over four bins: the first one's range is one bin, the second one's the rest. What
  /// one of them finds near changes nothing of the other.
  @Test
  void headsAnswerForTheirOwnBins() {
    var layer = new Layer.Exemplars("e", 2, 1, 2, 1, 4, 0.02);
    assertEquals(
        List.of(0, 1, 4), List.of(layer.firstBin(0), layer.firstBin(1), layer.firstBin(2)));
    // the exemplars 1 and −1 of either head, then the masks of the first and the second exemplar
    var values = new float[] {1, -1, 1, -1, 9, 9, -9, 9, -9, -9, 9, -9};
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network =
          new TorchNetwork(
              layer,
              Tensors.of(values, values.length),
              Tensors.of(new float[0], 0),
              TorchNetwork.Precision.FLOAT);
      // two frames: the first head hears its first exemplar, then its second; the other one its
      // second, then its first
      var x = Tensors.of(new float[] {7, 8, 2, -3, -1, 5}, 1, 3, 1, 2);
      float[] y = Tensors.values(network.forward(x, TorchNetwork.Mode.INFERENCE));
      assertArrayEquals(new float[] {7, 8, 1, 0, 0, 1, 1, 0, 0, 1}, y, 1e-3f);
    }
  }

  @Test
  void thePatchGrowsWithItsFrames() {
    for (int frames : new int[] {25, 49}) {
      var settings = new Cepstral.Settings(List.of(4, 4, 4, 4), 8, 2, 3, frames, false, false);
      var architecture = Cepstral.of(TWO, settings);
      assertEquals((frames - 1) / 2, architecture.lookBack());
      assertEquals((frames - 1) / 2, architecture.lookAhead());
    }
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Cepstral.Settings(List.of(4), 8, 2, 3, 26, false, false));
    assertEquals(
        "patchFrames must be one more than a multiple of 8, from 9 to 257, was 26", e.getMessage());
  }

  /// Half the sum of both sides is what the other front end takes for the mid; half their
  /// difference is the mid of a song whose right side is inverted, and nothing where both sides are
  /// alike.
  @Test
  void midAndSideAreCepstraOfTheSumAndOfTheDifference() {
    int frames = 3;
    int half = 2 * 513 * frames;
    var random = new SplittableRandom(4);
    var song = new float[2 * half];
    for (int i = 0; i < song.length; i++) {
      song[i] = (float) random.nextGaussian();
    }
    var inverted = song.clone();
    var alike = song.clone();
    for (int i = half; i < song.length; i++) {
      inverted[i] = -song[i];
      alike[i] = song[i - half];
    }
    float[] found = cepstra(song, true);
    int picture = 288 * frames;
    assertArrayEquals(cepstra(song, false), Arrays.copyOf(found, picture), 1e-5f);
    assertArrayEquals(
        cepstra(inverted, false), Arrays.copyOfRange(found, picture, 2 * picture), 1e-5f);
    assertArrayEquals(
        new float[picture], Arrays.copyOfRange(cepstra(alike, true), picture, 2 * picture), 0f);
  }

  private static float[] cepstra(float[] spectrum, boolean midSide) {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var settings = new Cepstral.Settings(List.of(4), 8, 1, 32, 25, false, midSide);
      int frames = spectrum.length / (4 * 513);
      return Tensors.values(
          Front.of(Cepstral.of(TWO, settings)).features(Tensors.of(spectrum, 1, 4, 513, frames)));
    }
  }

  @Test
  void theWrittenGraphSaysTheVoiceOfLibtorchAndAsksForTheGate() throws Exception {
    for (boolean whole : new boolean[] {true, false}) {
      var architecture = whole ? WHOLE : Cepstral.of(FOUR, List.of(4, 6), 8, true);
      var weights = WeightValues.fresh(architecture.weights(), 5);
      var file = ModelWriter.write(folder, architecture, weights, provenance("c" + whole));
      int frames = 40;
      var spectrum = new float[4 * 513 * frames];
      var random = new SplittableRandom(8);
      for (int i = 0; i < spectrum.length; i++) {
        spectrum[i] = (float) (5 * random.nextGaussian());
      }

      var environment = OrtEnvironment.getEnvironment();
      try (var session =
              environment.createSession(file.toString(), new OrtSession.SessionOptions());
          var input =
              OnnxTensor.createTensor(
                  environment, FloatBuffer.wrap(spectrum), new long[] {1, 4, 513, frames});
          var results = session.run(Map.of("spectrum", input))) {
        float[] found = ((float[][]) results.get("voice").orElseThrow().getValue())[0];

        assertArrayEquals(voice(architecture, weights, spectrum, frames), found, 1e-4f);
      }
      try (var separator =
          Separator.open(
              SeparatorOptions.defaults()
                  .withModel(file.toString())
                  .withVoiceModel(SeparatorOptions.OWN_VOICE)
                  .withThreads(1))) {
        assertEquals(VoiceSource.NETWORK, separator.voiceSource());
        assertTrue(((Contract.Chunk) separator.card().contract()).voiceGate());
      }
    }
  }

  private static float[] voice(
      Architecture architecture, WeightValues weights, float[] spectrum, int frames) {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network = TorchNetwork.of(architecture.network(), weights, TorchNetwork.Precision.FLOAT);
      Tensor seen = Front.of(architecture).features(Tensors.of(spectrum, 1, 4, 513, frames));
      return Tensors.values(
          torch.sigmoid(ShareMasks.voice(network.forward(seen, TorchNetwork.Mode.INFERENCE))));
    }
  }

  private static ModelWriter.Provenance provenance(String name) {
    return new ModelWriter.Provenance(name, "1", "none", "test", List.of(), List.of());
  }

  @Test
  void aSecondVoiceIsRefused() {
    var architecture = Cepstral.of(TWO, List.of(4), 8, false);
    var voice = Binary.voice(TWO, Binary.Time.CENTRE);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ModelWriter.write(
                    folder,
                    new TrainedNetwork(architecture, WeightValues.fresh(architecture.weights(), 1)),
                    new TrainedNetwork(voice, WeightValues.fresh(voice.weights(), 1)),
                    provenance("two")));
    assertEquals(
        "a network of family cepstral says itself who sings; leave the network for voice activity out",
        e.getMessage());
  }
}
