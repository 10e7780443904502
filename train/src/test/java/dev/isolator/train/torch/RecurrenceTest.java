package dev.isolator.train.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Live;
import dev.isolator.train.family.UNetSettings;
import dev.isolator.train.family.UNetSettings.Skips;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightLayout;
import dev.isolator.train.layer.WeightValues;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RecurrenceTest {
  private static final int CHANNELS = 3;
  private static final int UNITS = 4;
  private static final int BANDS = 2;
  private static final int FRAMES = 7;

  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  /// The formula, step by step and band by band, is what libtorch computes.
  @Test
  void everyBandIsARecurrenceOfItsOwn() {
    var layer = new Layer.Recurrence("r", CHANNELS, UNITS);
    var weights = WeightValues.fresh(WeightLayout.of(layer), 1);
    float[] parameters = noise(weights.parameters().length, 2);
    System.arraycopy(parameters, 0, weights.parameters(), 0, parameters.length);
    float[] x = noise(CHANNELS * BANDS * FRAMES, 3);

    float[] found = forward(layer, weights, x, CHANNELS, BANDS, FRAMES);

    for (int band = 0; band < BANDS; band++) {
      var state = new double[UNITS];
      for (int t = 0; t < FRAMES; t++) {
        var seen = new double[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
          seen[c] = x[(c * BANDS + band) * FRAMES + t];
        }
        double[] input = map(weights, "r", seen);
        double[] kept = map(weights, "r.state", state);
        for (int u = 0; u < UNITS; u++) {
          double reset = sigmoid(input[u] + kept[u]);
          double update = sigmoid(input[UNITS + u] + kept[UNITS + u]);
          double fresh = Math.tanh(input[2 * UNITS + u] + reset * kept[2 * UNITS + u]);
          state[u] = (1 - update) * fresh + update * state[u];
        }
        double[] out = map(weights, "r.out", state);
        for (int c = 0; c < CHANNELS; c++) {
          assertEquals(out[c], found[(c * BANDS + band) * FRAMES + t], 1e-5, "frame " + t);
        }
      }
    }
  }

  /// A trained network that is given blocks and a recurrence at the bottom answers as before.
  @Test
  void whatIsAddedChangesNothingAtFirst() {
    var channels = List.of(4, 6, 8);
    for (var skips : Skips.values()) {
      var old = live(new UNetSettings(channels, 8, 0, false, 0, skips));
      var grown = live(new UNetSettings(channels, 8, 1, false, 5, skips));
      var trained = WeightValues.fresh(old.weights(), 1);
      var start = WeightValues.fresh(grown.weights(), 2).taking(trained);
      float[] x = noise(Architecture.FEATURES * old.rows() * 16, 4);

      assertArrayEquals(answer(old, trained, x), answer(grown, start, x), skips.toString());
    }
  }

  /// Nothing of a later frame is in an answer, and an early frame is still in the last one, far
  /// beyond the reach of convolutions.
  @Test
  void theRecurrenceRemembersAndDoesNotForesee() {
    var architecture = live(new UNetSettings(List.of(4, 6), 0, 0, false, 5, Skips.MULTIPLY));
    var weights = WeightValues.fresh(architecture.weights(), 1);
    float[] scattered = noise(weights.parameters().length, 5);
    for (int i = 0; i < scattered.length; i++) {
      weights.parameters()[i] += scattered[i];
    }
    int frames = 64;
    float[] x = noise(Architecture.FEATURES * architecture.rows() * frames, 4);
    float[] before = answer(architecture, weights, x);
    float[] late = x.clone();
    float[] early = x.clone();
    for (int row = 0; row < Architecture.FEATURES * architecture.rows(); row++) {
      late[row * frames + 40] += 1;
      early[row * frames + 1] += 1;
    }
    float[] afterLate = answer(architecture, weights, late);
    float[] afterEarly = answer(architecture, weights, early);

    double remembered = 0;
    for (int row = 0; row < before.length / frames; row++) {
      for (int t = 0; t < 40; t++) {
        assertEquals(before[row * frames + t], afterLate[row * frames + t]);
      }
      int reach = architecture.lookBack() + 2;
      for (int t = reach; t < frames; t++) {
        remembered += Math.abs(before[row * frames + t] - afterEarly[row * frames + t]);
      }
    }
    assertEquals(1, Math.signum(remembered), "what is beyond " + architecture.lookBack());
  }

  private static Architecture live(UNetSettings settings) {
    return Live.of(List.of("vocals", "music"), settings, Live.Time.DEFAULT);
  }

  private static float[] answer(Architecture architecture, WeightValues weights, float[] x) {
    int rows = architecture.rows();
    int frames = x.length / Architecture.FEATURES / rows;
    return forward(architecture.network(), weights, x, Architecture.FEATURES, rows, frames);
  }

  private static float[] forward(
      Layer network, WeightValues weights, float[] x, int channels, int bands, int frames) {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      return Tensors.values(
          TorchNetwork.of(network, weights, TorchNetwork.Precision.FLOAT)
              .forward(Tensors.of(x, 1, channels, bands, frames), TorchNetwork.Mode.INFERENCE));
    }
  }

  private static double[] map(WeightValues weights, String name, double[] x) {
    float[] w = weights.get(name + ".w");
    float[] b = weights.get(name + ".b");
    var y = new double[b.length];
    for (int row = 0; row < y.length; row++) {
      y[row] = b[row];
      for (int i = 0; i < x.length; i++) {
        y[row] += w[row * x.length + i] * x[i];
      }
    }
    return y;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static float[] noise(int n, long seed) {
    var random = new SplittableRandom(seed);
    var noise = new float[n];
    for (int i = 0; i < n; i++) {
      noise[i] = (float) random.nextDouble(-1, 1);
    }
    return noise;
  }
}
