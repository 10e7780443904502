package dev.isolator.dataset.target;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MaskTargetTest {
  /// One frame of real bins.
  private static float[][] bins(double... values) {
    var frame = new float[1][2 * values.length];
    for (int k = 0; k < values.length; k++) {
      frame[0][2 * k] = (float) values[k];
    }
    return frame;
  }

  @Test
  void ratiosOfVoiceAndRestSumToOne() {
    float[][] voice = bins(1, 0.2, 0, 3);
    float[][] rest = bins(1, 0.6, 2, 0);
    assertArrayEquals(
        new float[] {0.5f, 0.25f, 0, 1}, new MaskTarget.Ratio(1).mask(voice, rest)[0], 1e-6f);
    assertArrayEquals(
        new float[] {0.5f, 0.1f, 0, 1}, new MaskTarget.Ratio(2).mask(voice, rest)[0], 1e-6f);
    assertArrayEquals(
        new float[] {0, 0, 0, 0},
        new MaskTarget.Ratio(2).mask(bins(0, 0, 0, 0), bins(0, 0, 0, 0))[0]);
  }

  @Test
  void magnitudeIsTheVoiceOverTheMixAndAtMostOne() {
    assertArrayEquals(
        new float[] {0.5f, 1},
        new MaskTarget.Magnitude().mask(bins(1, 1), bins(1, -0.5))[0],
        1e-6f);
  }

  @Test
  void binaryIsOneWhereTheVoicePredominatesByTheThreshold() {
    float[][] voice = bins(1, 1, 1, 1, 1);
    float[][] rest = bins(0, 0.5, 0.9, 1.1, 9);
    assertArrayEquals(new float[] {1, 1, 1, 0, 0}, binary(0).mask(voice, rest)[0]);
    assertArrayEquals(new float[] {1, 1, 0, 0, 0}, binary(3).mask(voice, rest)[0]);
    assertArrayEquals(new float[] {1, 1, 1, 1, 0}, binary(-3).mask(voice, rest)[0]);
  }

  private static PerceptualBinary binary(double thresholdDb) {
    return new PerceptualBinary(thresholdDb, false, -60, 1, 22_050);
  }

  @Test
  void whatIsBelowTheFloorIsNoVoice() {
    var mask = new PerceptualBinary(0, false, -40, 1, 22_050);
    assertArrayEquals(new float[] {1, 1, 0}, mask.mask(bins(1, 0.011, 0.009), bins(0, 0, 0))[0]);
  }

  @Test
  void theFloorFollowsTheEar() {
    // 513 bins: bin 1 is 21.5 Hz, 50 dB less audible than bin 46 at 1 kHz
    var values = new double[513];
    values[1] = 0.01;
    values[46] = 1;
    var silent = new double[513];
    assertEquals(
        1, new PerceptualBinary(0, false, -60, 1, 22_050).mask(bins(values), bins(silent))[0][1]);
    assertEquals(
        0, new PerceptualBinary(0, true, -60, 1, 22_050).mask(bins(values), bins(silent))[0][1]);
    assertEquals(1, PerceptualBinary.defaults(22_050).mask(bins(values), bins(silent))[0][46]);
  }

  @Test
  void smoothingLooksBack() {
    float[][] voice = {{1, 0}, {0, 0}, {0, 0}};
    float[][] rest = {{0, 0}, {0.5f, 0}, {2, 0}};
    var mask = new PerceptualBinary(0, false, -60, 2, 22_050).mask(voice, rest);
    assertEquals(1, mask[1][0]);
    assertEquals(0, mask[2][0]);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertEquals(
        "predominanceDb must be from -30 to 30, was NaN",
        assertThrows(IllegalArgumentException.class, () -> binary(Double.NaN)).getMessage());
    assertEquals(
        "power must be in (0, 4], was 0.0",
        assertThrows(IllegalArgumentException.class, () -> new MaskTarget.Ratio(0)).getMessage());
  }

  @Test
  void noFramesMakeNoMask() {
    assertEquals(0, binary(0).mask(new float[0][0], new float[0][0]).length);
  }
}
