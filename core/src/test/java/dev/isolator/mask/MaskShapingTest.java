package dev.isolator.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MaskShapingTest {

  /// The example of the package page.
  @Test
  void thresholdGivesEachBinToOneStem() {
    var shaping = MaskShaping.of(Masking.soft().withBinaryThreshold(0.5));
    float[][] masks = {{0.9f, 0.4f}}; // of the vocals, in two bins
    shaping.shape(masks); // {{1, 0}}: the first bin is the vocals', the second the music's

    assertArrayEquals(new float[] {1, 0}, masks[0]);
  }

  @Test
  void firstStemThatReachesTheThresholdTakesTheBin() {
    float[][] masks = {{0.2f, 0.3f, 0.1f}, {0.3f, 0.4f, 0.1f}, {0.5f, 0.3f, Float.NaN}};

    new MaskShaping.Binary(0.3f).shape(masks);

    assertArrayEquals(new float[] {0, 1, 0}, masks[0]);
    assertArrayEquals(new float[] {1, 0, 0}, masks[1]);
    assertArrayEquals(new float[] {0, 0, 0}, masks[2]);
  }

  @Test
  void softMasksStayAsTheyAre() {
    float[][] masks = {{0.2f, 1}, {0.3f, 0}};

    MaskShaping.of(Masking.soft()).shape(masks);

    assertArrayEquals(new float[] {0.2f, 1}, masks[0]);
    assertArrayEquals(new float[] {0.3f, 0}, masks[1]);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    for (double threshold : new double[] {0, 1, -0.1}) {
      var e =
          assertThrows(
              IllegalArgumentException.class, () -> Masking.soft().withBinaryThreshold(threshold));
      assertEquals("binaryThreshold must be between 0 and 1, was " + threshold, e.getMessage());
    }
    for (int iterations : new int[] {-1, 11}) {
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> Masking.soft().withWienerIterations(iterations));
      assertEquals("wienerIterations must be from 0 to 10, was " + iterations, e.getMessage());
    }
  }
}
