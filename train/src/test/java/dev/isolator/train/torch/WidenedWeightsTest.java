package dev.isolator.train.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Family;
import dev.isolator.train.family.UNetSettings;
import dev.isolator.train.family.UNetSettings.Skips;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.layer.WidenedWeights;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WidenedWeightsTest {
  private static final List<String> STEMS = List.of("vocals", "music");
  private static final int FRAMES = 16;

  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  /// The wider network answers as the narrow one did, though all its new channels are alive.
  @ParameterizedTest
  @EnumSource(Skips.class)
  void aWiderNetworkAnswersAsBefore(Skips skips) {
    var narrow = network(List.of(4, 6, 8), skips);
    var wide = network(List.of(7, 6, 12), skips);
    var trained = trained(narrow);

    var widened = WidenedWeights.of(narrow.network(), trained, wide.network(), 3);

    float[] x = noise(Architecture.FEATURES * narrow.rows() * FRAMES, 4);
    float[] expected = answer(narrow, trained, x);
    float[] found = answer(wide, widened, x);
    assertArrayEquals(expected, found, 1e-4f); // sums in another order
    assertTrue(spread(expected) > 0.1, "the network answers with one number");
    float[] kernel = widened.get("enc0.0.w");
    for (int in = 0; in < 7; in++) {
      boolean learns = false;
      for (int tap = 0; tap < 9; tap++) {
        learns |= kernel[(6 * 7 + in) * 9 + tap] != 0; // from each channel to a new one
      }
      assertTrue(learns, "channel " + in);
    }
  }

  @ParameterizedTest
  @EnumSource(Skips.class)
  void aNarrowerNetworkIsRefused(Skips skips) {
    var narrow = network(List.of(4, 6, 8), skips);
    var wide = network(List.of(7, 6, 12), skips);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> WidenedWeights.of(wide.network(), trained(wide), narrow.network(), 3));
    assertEquals("expected 7 channels or more, found 4", e.getMessage());
  }

  private static Architecture network(List<Integer> channels, Skips skips) {
    return new Family.StudioMasks(new UNetSettings(channels, 8, 1, false, 0, skips)).of(STEMS);
  }

  /// Weights and statistics as training leaves them: none is what it was at the start.
  private static WeightValues trained(Architecture architecture) {
    var weights = WeightValues.fresh(architecture.weights(), 1);
    float[] parameters = noise(weights.parameters().length, 2);
    for (int i = 0; i < parameters.length; i++) {
      weights.parameters()[i] += 0.1f * parameters[i];
    }
    float[] statistics = noise(weights.statistics().length, 3);
    for (int i = 0; i < statistics.length; i++) {
      weights.statistics()[i] += 0.3f * Math.abs(statistics[i]);
    }
    return weights;
  }

  private static float[] answer(Architecture architecture, WeightValues weights, float[] x) {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network = TorchNetwork.of(architecture.network(), weights, TorchNetwork.Precision.FLOAT);
      var input = Tensors.of(x, 1, Architecture.FEATURES, architecture.rows(), FRAMES);
      return Tensors.values(network.forward(input, TorchNetwork.Mode.INFERENCE));
    }
  }

  private static float[] noise(int n, long seed) {
    var random = new SplittableRandom(seed);
    var noise = new float[n];
    for (int i = 0; i < n; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  private static double spread(float[] values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return most - least;
  }
}
