package dev.isolator.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveMixerTest {
  private static final int RATE = 44_100;
  private static final int FRAMES = RATE / 10;

  private final LiveMixer mixer = new LiveMixer(List.of("vocals", "music"), RATE);
  private final float[][][] stems = new float[2][1][FRAMES];
  private final float[][] mix = new float[1][FRAMES];
  private final float[][] out = new float[1][FRAMES];

  @BeforeEach
  void steadyStems() {
    Arrays.fill(stems[0][0], 0.3f);
    Arrays.fill(stems[1][0], 0.5f);
    Arrays.fill(mix[0], 0.8f);
  }

  private float heard() {
    mixer.process(stems, mix, 0, out, FRAMES);
    return out[0][FRAMES - 1];
  }

  @Test
  void unchangedItIsTheMix() {
    assertEquals(0.8f, heard(), 1e-6f);
    assertEquals(0.8f, out[0][0], 1e-6f);
  }

  @Test
  void gainsMuteAndSoloDoWhatTheySay() {
    mixer.setGain(0, 0.5f);
    assertEquals(0.65f, heard(), 1e-6f);
    mixer.setMuted(1, true);
    assertEquals(0.15f, heard(), 1e-6f);
    mixer.setMuted(1, false);
    mixer.setSolo(1, true);
    assertEquals(0.5f, heard(), 1e-6f);
    mixer.setBypassed(true);
    assertEquals(0.8f, heard(), 1e-6f);
    mixer.setBypassed(false);
    mixer.setSolo(1, false);
    assertEquals(0.65f, heard(), 1e-6f);
  }

  @Test
  void twoSettingsAreKeptApart() {
    mixer.setGain(0, 0);
    mixer.setSetting(1);
    assertEquals(0.8f, heard(), 1e-6f);
    mixer.setSetting(0);
    assertEquals(0.5f, heard(), 1e-6f);
    mixer.copyToOther();
    mixer.setSetting(1);
    assertEquals(0.5f, heard(), 1e-6f);
  }

  @Test
  void aChangeIsARampOfTwentyMilliseconds() {
    heard();
    mixer.setGain(1, 0);
    mixer.process(stems, mix, 0, out, FRAMES);
    for (int i = 1; i < FRAMES; i++) {
      assertTrue(Math.abs(out[0][i] - out[0][i - 1]) <= 0.5f / (0.02f * RATE) + 1e-6f, "no click");
    }
    assertTrue(out[0][RATE / 100] > 0.4f, "half way after 10 ms");
    assertEquals(0.3f, out[0][RATE / 50 + 1], 1e-5f);
  }

  @Test
  void aLateNetworkIsHeardAsTheMix() {
    mixer.setGain(1, 0);
    mixer.settle();
    assertEquals(0.3f, heard(), 1e-6f);
    mixer.process(stems, mix, 1, out, FRAMES);
    assertEquals(0.8f, out[0][FRAMES - 1], 1e-6f);
    assertTrue(out[0][FRAMES / 2] > 0.5f && out[0][FRAMES / 2] < 0.6f, "half way");
    assertEquals(0.3f, heard(), 1e-6f);
  }

  @Test
  void metersShowPeakAndMean() {
    for (int i = 0; i < 30; i++) {
      heard();
    }
    assertEquals(20 * Math.log10(0.3), mixer.meter(0).peakDb(), 0.01);
    assertEquals(20 * Math.log10(0.5), mixer.meter(1).rmsDb(), 0.01);
    assertEquals(20 * Math.log10(0.8), mixer.outputMeter().peakDb(), 0.01);
    Arrays.fill(stems[0][0], 0);
    for (int i = 0; i < 15; i++) {
      heard(); // 1.5 s
    }
    assertEquals(20 * Math.log10(0.3) - 20, mixer.meter(0).peakDb(), 0.1);
  }

  @Test
  void aGainOutOfRangeIsRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> mixer.setGain(0, Float.NaN));
    assertEquals("gain must be from 0 to 16, was NaN", e.getMessage());
  }
}
