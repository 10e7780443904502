package dev.isolator.dataset.effect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GuitarAmplifierTest {
  private static final int RATE = 44_100;

  private static float[][] tone(double hz) {
    var track = new float[1][RATE];
    for (int i = 0; i < RATE; i++) {
      track[0][i] = (float) (0.2 * Math.sin(2 * Math.PI * hz * i / RATE));
    }
    return track;
  }

  /// The power at a frequency, by its projection over a second.
  private static double power(float[] sound, double hz) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < sound.length; i++) {
      re += sound[i] * Math.cos(2 * Math.PI * hz * i / RATE);
      im += sound[i] * Math.sin(2 * Math.PI * hz * i / RATE);
    }
    return (re * re + im * im) / ((double) sound.length * sound.length);
  }

  @Test
  void theLevelStaysAndHarmonicsOfBothKindsAppear() {
    float[][] clean = tone(500);
    float[][] loud = new GuitarAmplifier(30, 5000).apply(clean, RATE);
    assertEquals(Level.rms(clean), Level.rms(loud), 1e-4);
    double first = power(loud[0], 500);
    assertTrue(power(loud[0], 1500) > 1e-2 * first, "odd");
    float[] warm = new GuitarAmplifier(10, 5000).apply(clean, RATE)[0];
    assertTrue(power(warm, 1000) > 5e-4 * power(warm, 500), "even");
    assertTrue(power(new GuitarAmplifier(0, 5000).apply(clean, RATE)[0], 1500) < 1e-2 * first);
  }

  @Test
  void whatTheStagesAddDoesNotFoldBack() {
    float[][] loud = new GuitarAmplifier(40, 5000).apply(tone(3000), RATE);
    // the 13th harmonic, 39 kHz, would come back as 5.1 kHz
    assertTrue(power(loud[0], 5100) < 1e-6 * power(loud[0], 3000));
  }

  @Test
  void theCabinetEndsWhereItIsSaidTo() {
    float[][] loud = new GuitarAmplifier(40, 4500).apply(tone(3000), RATE);
    assertTrue(power(loud[0], 9000) < 1e-2 * power(loud[0], 3000));
  }

  @Test
  void silenceStaysSilence() {
    assertArrayEquals(
        new float[100], new GuitarAmplifier(40, 4500).apply(new float[1][100], RATE)[0]);
  }
}
