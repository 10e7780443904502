package dev.isolator.train.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.train.family.Head;
import dev.isolator.train.torch.Libtorch;
import dev.isolator.train.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One mix of one frame and three bins; the second bin is silent.
class BinTargetTest {
  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  @Test
  void softIsTheShareOfTheMagnitudes() {
    assertArrayEquals(new float[] {0.75f, 0, 0.25f}, of(Head.Target.SOFT, 3, 0, 1, 1, 0, 3), 1e-6f);
  }

  /// To the ear, which hears nothing at the first bin's 0 Hz.
  @Test
  void binaryIsWhereTheVoicePredominates() {
    assertArrayEquals(new float[] {0, 1, 0}, of(Head.Target.BINARY, 3, 3, 1, 1, 1, 3));
  }

  @Test
  void magnitudeIsTheVoicesOwnCompressed() {
    float three = (float) Math.pow(3, 0.3);
    assertArrayEquals(
        new float[] {three, 0, 1}, of(Head.Target.MAGNITUDE, 3, 0, 1, 1, 0, 3), 1e-6f);
  }

  @Test
  void ofFourStemsSoftSharesSumToOne() {
    float[] shares = of(Head.Target.SOFT, 4, 0, 1, 3, 0, 1, 2, 0, 1, 1, 0, 1);
    assertEquals(0.4f, shares[0], 1e-6);
    assertEquals(0.25f, shares[1], 1e-6); // of silence each has as much
    for (int bin = 0; bin < 3; bin++) {
      assertEquals(1, shares[bin] + shares[3 + bin] + shares[6 + bin] + shares[9 + bin], 1e-6);
    }
  }

  /// Silence and what is equally loud belong to the last one, the rest.
  @Test
  void ofFourStemsTheLoudestHasTheBin() {
    float[] masks = of(Head.Target.BINARY, 1, 0, 1, 3, 0, 1, 2, 0, 1, 1, 0, 1);
    assertArrayEquals(new float[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1}, masks);
  }

  @Test
  void sidesInAntiphaseAreSilentInMono() {
    try (var _ = new PointerScope()) {
      var stems = Tensors.of(new float[] {1, 0, -1, 0, 1, 0, 1, 0}, 1, 2, 2, 2, 1, 1);
      float[] target = Tensors.values(new BinTarget(Head.Target.SOFT, 22_050).of(stems));
      assertArrayEquals(new float[] {0}, target);
    }
  }

  /// @param magnitudes of each stem's three bins
  private static float[] of(Head.Target target, float... magnitudes) {
    int stems = magnitudes.length / 3;
    assertTrue(stems >= 2);
    var values = new float[stems * 2 * 2 * 3];
    for (int s = 0; s < stems; s++) {
      for (int side = 0; side < 2; side++) {
        for (int bin = 0; bin < 3; bin++) {
          values[((s * 2 + side) * 2 + bin % 2) * 3 + bin] = magnitudes[s * 3 + bin]; // re or im
        }
      }
    }
    try (var _ = new PointerScope()) {
      Tensor all = Tensors.of(values, 1, stems, 2, 2, 3, 1);
      return Tensors.values(new BinTarget(target, 22_050).of(all));
    }
  }
}
