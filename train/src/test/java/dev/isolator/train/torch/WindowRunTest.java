package dev.isolator.train.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Binary;
import dev.isolator.train.family.Head;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.Layer.Axis;
import dev.isolator.train.layer.SharedWindows;
import dev.isolator.train.layer.WeightLayout;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.torch.TorchNetwork.Mode;
import dev.isolator.train.torch.TorchNetwork.Precision;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Windows that share their work against each window by itself.
class WindowRunTest {
  private static final List<String> TWO = List.of("vocals", "music");

  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  @ParameterizedTest
  @EnumSource(Binary.Time.class)
  void sharedWindowsGiveTheMasksOfSingleOnes(Binary.Time time) {
    var architecture = Binary.masks(TWO, Head.Target.BINARY, time);
    var weights = WeightValues.fresh(architecture.weights(), 1);
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var spectrum = spectrum(architecture, 40);
      var network = TorchNetwork.of(architecture.network(), weights, Precision.FLOAT);
      var seen = Front.of(architecture).features(spectrum);
      var shared = network.forward(seen, Mode.INFERENCE);
      var single = network.patches((Layer.Windows) architecture.network(), seen);
      var masks = Masks.of(architecture);

      float[] expected = Tensors.values(masks.masks(single, spectrum));
      assertTrue(spread(expected) > 0.05, "masks that differ from each other"); // not all alike
      assertArrayEquals(
          expected, Tensors.values(masks.masks(shared, spectrum)), 1e-5f); // sums in another order
    }
  }

  /// What a training step with few windows of each mix sees.
  @Test
  void someWindowsAnswerAsTheyDoAmongAll() {
    int hop = 7;
    var architecture = Binary.voice(TWO, Binary.Time.CENTRE);
    var weights = WeightValues.fresh(architecture.weights(), 2);
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network = TorchNetwork.of(architecture.network(), weights, Precision.FLOAT);
      var seen = Front.of(architecture).features(spectrum(architecture, 48));
      var windows = (Layer.Windows) architecture.network();
      float[] all = Tensors.values(network.forward(seen, Mode.INFERENCE));

      float[] some = Tensors.values(network.windows(windows, seen, hop, Mode.INFERENCE));

      assertEquals(4, some.length); // from frames 0, 7, 14 and 21: that from 28 on would end at 52
      for (int k = 0; k < some.length; k++) {
        assertEquals(all[architecture.lookBack() + hop * k], some[k], 1e-5f, "window " + k);
      }
    }
  }

  /// Windows shorter and longer than a song, and a song of one frame.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 25, 26})
  void songsOfFewFramesGiveTheirMasks(int frames) {
    var architecture = Binary.voice(TWO, Binary.Time.CENTRE);
    var weights = WeightValues.fresh(architecture.weights(), 2);
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network = TorchNetwork.of(architecture.network(), weights, Precision.FLOAT);
      var seen = Front.of(architecture).features(spectrum(architecture, frames));
      var windows = (Layer.Windows) architecture.network();
      float[] expected = Tensors.values(network.patches(windows, seen));
      assertEquals(frames, expected.length);
      assertArrayEquals(expected, Tensors.values(network.forward(seen, Mode.INFERENCE)), 1e-5f);
    }
  }

  /// Other sizes than the family's: even kernels, no padding, another pool.
  @Test
  void otherWindowsAreSharedAsWell() {
    var inner =
        new Layer.Chain(
            new Layer.Convolution(
                "a", 2, 3, Axis.centred(3, 1), new Axis(4, 1, 2, 1), Layer.Activation.LINEAR),
            new Layer.Pool(2, 2),
            new Layer.LeakyRelu(0.2),
            new Layer.Convolution(
                "b", 3, 2, Axis.centred(3, 1), Axis.centred(3, 1), Layer.Activation.LINEAR),
            new Layer.Convolution(
                "c", 2, 4, new Axis(5, 1, 0, 0), new Axis(4, 1, 0, 0), Layer.Activation.LINEAR));
    var windows = new Layer.Windows(9, 3, inner);
    var weights = WeightValues.fresh(WeightLayout.of(windows), 3);
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network = TorchNetwork.of(windows, weights, Precision.FLOAT);
      var x = Tensors.of(noise(2 * 2 * 11 * 13), 2, 2, 11, 13);
      assertArrayEquals(
          Tensors.values(network.patches(windows, x)),
          Tensors.values(network.forward(x, Mode.INFERENCE)),
          1e-5f);
    }
  }

  @Test
  void windowsThatDoNotEndInOneColumnAreRefused() {
    var open =
        new Layer.Windows(
            5,
            2,
            new Layer.Chain(
                new Layer.Convolution(
                    "a", 1, 1, Axis.centred(3, 1), Axis.centred(3, 1), Layer.Activation.LINEAR)));
    var e = assertThrows(IllegalArgumentException.class, () -> SharedWindows.of(open));
    assertEquals("a window must become 1 column, became 5", e.getMessage());
  }

  private static Tensor spectrum(Architecture architecture, int frames) {
    float[] values = noise(4 * architecture.bins() * frames);
    for (int i = 0; i < values.length; i++) {
      values[i] *= i % frames < 5 ? 0 : 10; // silence at first, as before a song
    }
    return Tensors.of(values, 1, 4, architecture.bins(), frames);
  }

  private static float[] noise(int n) {
    var random = new SplittableRandom(4);
    var values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double spread(float[] values) {
    double least = 1;
    double most = 0;
    for (float v : values) {
      least = Math.min(least, v);
      most = Math.max(most, v);
    }
    return most - least;
  }
}
