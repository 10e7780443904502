package dev.isolator.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class VoiceGateTest {
  /// Two frames held, two faded: a reach of four.
  private static final double FRAME = 0.05;

  private static float[] gains(float... probabilities) {
    var gate = new VoiceGate(FRAME);
    var gains = new float[probabilities.length];
    for (int t = 0; t < gains.length + gate.reach(); t++) {
      gate.give(t < probabilities.length ? probabilities[t] : 0);
      if (t >= gate.reach()) {
        gains[t - gate.reach()] = gate.gain();
      }
    }
    return gains;
  }

  @Test
  void gainsFallAlongACosineOnBothSides() {
    assertEquals(4, VoiceGate.reach(FRAME));
    // One voiced frame: held for two, then cos² of 30° and 60°.
    assertArrayEquals(
        new float[] {0, 0.25f, 0.75f, 1, 1, 1, 1, 1, 0.75f, 0.25f, 0},
        gains(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0),
        1e-6f);
  }

  @Test
  void itOpensAtOnAndClosesBelowOff() {
    float[] open = gains(0.49f, 0, 0, 0, 0, 0, 0.5f, 0.31f, 0.29f, 0, 0, 0, 0, 0.4f);

    assertEquals(0, open[0], "never reached on");
    assertEquals(1, open[4], 1e-6, "two before");
    assertEquals(1, open[9], 1e-6, "two after the last above off");
    assertEquals(0.75, open[10], 1e-6);
    assertEquals(0, open[13], "no hysteresis from below");
  }

  @Test
  void nanIsNoVoice() {
    assertArrayEquals(new float[3], gains(Float.NaN, Float.NaN, Float.NaN));
  }

  @Test
  void aGainAskedForTooEarlyIsRefused() {
    var gate = new VoiceGate(FRAME);
    gate.give(1);
    assertEquals(
        "expected more than 4 frames to be given first, were 1",
        assertThrows(IllegalStateException.class, gate::gain).getMessage());
  }

  @Test
  void aMedianDropsLoneFramesAndReachesFurther() {
    // Five frames of 0.05 s: two on either side.
    var settings = new GateSettings(0.6, 0.4, 0, 0, 0.2);
    assertEquals(2, VoiceGate.reach(settings, FRAME));
    var gate = new VoiceGate(settings, FRAME);
    float[] probabilities = {0, 0, 1, 0, 0, 0.7f, 0.5f, 0.7f, 0.7f, 0, 0, 0, 0};
    var gains = new float[probabilities.length];
    for (int t = 0; t < probabilities.length + 2; t++) {
      gate.give(t < probabilities.length ? probabilities[t] : 0);
      if (t >= 2) {
        gains[t - 2] = gate.gain();
      }
    }

    assertArrayEquals(new float[] {0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0}, gains, 1e-6f);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertEquals(
        "off must be from 0.0 to 0.5, was 0.7",
        assertThrows(IllegalArgumentException.class, () -> new GateSettings(0.5, 0.7, 0.1, 0.1, 0))
            .getMessage());
    assertEquals(
        "medianSeconds must be from 0.0 to 2.0, was 3.0",
        assertThrows(IllegalArgumentException.class, () -> new GateSettings(0.5, 0.3, 0.1, 0.1, 3))
            .getMessage());
  }
}
