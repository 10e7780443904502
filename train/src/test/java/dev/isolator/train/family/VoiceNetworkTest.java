package dev.isolator.train.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.isolator.train.data.Mix;
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
import dev.isolator.train.voice.VoiceActivityLabels;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VoiceNetworkTest {
  private static final List<String> TWO = List.of("vocals", "music");
  private static final UNetSettings SMALL = new UNetSettings(List.of(4, 6, 8), 8, 0, true);

  /// No multiple of the four frames that the network takes at a time.
  private static final int FRAMES = 90;

  @TempDir Path folder = Path.of("replaced");

  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  @Test
  void fourBandsAreARow() {
    var both = VoiceNetwork.of(TWO, SMALL, VoiceNetwork.Time.BOTH_WAYS, 4);
    assertEquals("voice", both.family());
    assertEquals(240, both.rows()); // 234 bands, in sixteens
    assertEquals(4, both.frameMultiple());
    assertTrue(both.lookAhead() > 40, "local level and network");
    var causal = VoiceNetwork.of(TWO, SMALL, VoiceNetwork.Time.CAUSAL, 4);
    assertEquals(0, causal.lookAhead());
    assertTrue(causal.causal());
  }

  /// The graph pads frames by itself; the network on libtorch is given them with silence behind.
  @ParameterizedTest
  @EnumSource
  void graphAnswersAsTheNetwork(VoiceNetwork.Time time) throws Exception {
    var architecture = VoiceNetwork.of(TWO, SMALL, time, 1);
    var weights = WeightValues.fresh(architecture.weights(), 5);
    Path file =
        ModelWriter.write(folder, new TrainedNetwork(architecture, weights), null, provenance());
    float[] spectrum = spectrum(architecture.bins());
    float[] expected = onLibtorch(architecture, weights, spectrum);
    float[] told = inOnnx(file, spectrum, architecture.bins());
    assertEquals(FRAMES, told.length);
    assertArrayEquals(expected, told, 1e-4f);
  }

  @Test
  void answersDoNotDependOnTheLevel() throws Exception {
    var architecture = VoiceNetwork.of(TWO, SMALL, VoiceNetwork.Time.BOTH_WAYS, 4);
    var weights = WeightValues.fresh(architecture.weights(), 5);
    Path file =
        ModelWriter.write(folder, new TrainedNetwork(architecture, weights), null, provenance());
    float[] spectrum = spectrum(architecture.bins());
    float[] asItIs = inOnnx(file, spectrum, architecture.bins());
    for (double db : new double[] {-40, 20}) {
      float gain = (float) Math.pow(10, db / 20);
      var scaled = spectrum.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= gain;
      }
      assertArrayEquals(asItIs, inOnnx(file, scaled, architecture.bins()), 1e-3f, db + " dB");
    }
  }

  /// What comes later changes nothing.
  @Test
  void causalNetworkLooksBackAlone() throws Exception {
    var architecture = VoiceNetwork.of(TWO, SMALL, VoiceNetwork.Time.CAUSAL, 4);
    var weights = WeightValues.fresh(architecture.weights(), 5);
    Path file =
        ModelWriter.write(folder, new TrainedNetwork(architecture, weights), null, provenance());
    int bins = architecture.bins();
    float[] spectrum = spectrum(bins);
    float[] whole = inOnnx(file, spectrum, bins);
    int changed = 60;
    var other = spectrum.clone();
    for (int row = 0; row < 4 * bins; row++) {
      Arrays.fill(other, row * FRAMES + changed, (row + 1) * FRAMES, 3f);
    }
    float[] told = inOnnx(file, other, bins);
    assertArrayEquals(Arrays.copyOf(whole, changed), Arrays.copyOf(told, changed), 1e-5f);
    assertTrue(Math.abs(whole[FRAMES - 1] - told[FRAMES - 1]) > 1e-4, "but later it does");
  }

  /// The loss is the cross entropy of all frames but the margins, from the vocals' own level.
  @Test
  void lossIsTheCrossEntropyOfLabels() {
    var architecture = VoiceNetwork.of(TWO, SMALL, VoiceNetwork.Time.BOTH_WAYS, 4);
    var weights = WeightValues.fresh(architecture.weights(), 5);
    var mix = mix(architecture);
    int margin = 4;
    try (var _ = new PointerScope()) {
      var network = TorchNetwork.of(architecture.network(), weights, TorchNetwork.Precision.FLOAT);
      double expected;
      try (var _ = new NoGradGuard()) {
        expected = crossEntropy(architecture, network, mix, margin);
      }
      double loss =
          Objective.of(architecture, margin)
              .of(
                  new Mix[] {mix},
                  x ->
                      network
                          .forward(x, TorchNetwork.Mode.INFERENCE)
                          .detach()
                          .requires_grad_(true));
      assertEquals(expected, loss, 1e-3);
    }
  }

  private static double crossEntropy(
      Architecture architecture, TorchNetwork network, Mix mix, int margin) {
    var grid = Spectra.grid(architecture);
    var spectra = Spectra.of(architecture, new Mix[] {mix}, torch.hann_window(grid.fftLength()));
    var answer =
        network.forward(
            Front.of(architecture).features(spectra.mixture()), TorchNetwork.Mode.INFERENCE);
    float[] told = Tensors.values(torch.sigmoid(ShareMasks.voice(answer)));
    float[] labels =
        VoiceActivityLabels.of(mix.stems()[0], grid, grid.fftLength() / 2, told.length);
    double sum = 0;
    double voiced = 0;
    int counted = told.length - 2 * margin;
    for (int t = margin; t < margin + counted; t++) {
      sum -= Math.log(labels[t] > 0.5 ? told[t] : 1 - told[t]);
      voiced += labels[t];
    }
    assertEquals(0.5, voiced / counted, 0.1);
    return sum / counted;
  }

  /// Noise all along, and from the middle on a voice of one loud tone.
  private static Mix mix(Architecture architecture) {
    int n = Spectra.samples(architecture, 88);
    var random = new SplittableRandom(1);
    var stems = new float[2][2][n];
    for (int i = 0; i < n; i++) {
      float noise = (float) (0.05 * random.nextGaussian());
      float tone = i < n / 2 ? 0 : (float) (0.3 * Math.sin(2 * Math.PI * 440 * i / 44_100));
      for (int c = 0; c < 2; c++) {
        stems[0][c][i] = tone;
        stems[1][c][i] = noise;
      }
    }
    return new Mix(stems);
  }

  private static float[] onLibtorch(
      Architecture architecture, WeightValues weights, float[] spectrum) {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network = TorchNetwork.of(architecture.network(), weights, TorchNetwork.Precision.FLOAT);
      var input = Tensors.of(spectrum, 1, 4, architecture.bins(), FRAMES);
      long after = Math.floorMod(-FRAMES, architecture.frameMultiple());
      var padded = torch.constant_pad_nd(input, 0, after);
      var answer =
          network.forward(Front.of(architecture).features(padded), TorchNetwork.Mode.INFERENCE);
      return Tensors.values(torch.sigmoid(ShareMasks.voice(answer).narrow(1, 0, FRAMES)));
    }
  }

  private static float[] inOnnx(Path file, float[] spectrum, int bins) throws Exception {
    var environment = OrtEnvironment.getEnvironment();
    try (var session = environment.createSession(file.toString(), new OrtSession.SessionOptions());
        var input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(spectrum), new long[] {1, 4, bins, FRAMES});
        var results = session.run(Map.of("spectrum", input))) {
      return ((float[][]) results.get("voice").orElseThrow().getValue())[0];
    }
  }

  private static float[] spectrum(int bins) {
    var random = new SplittableRandom(3);
    var spectrum = new float[4 * bins * FRAMES];
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = (float) (random.nextGaussian() * 4);
    }
    return spectrum;
  }

  private static ModelWriter.Provenance provenance() {
    return new ModelWriter.Provenance(
        "small", "1", "Apache-2.0", "not at all", List.of(), List.of());
  }
}
