package dev.isolator.conditioning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.spectrum.Stft;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConditioningTest {
  private static final int RATE = 44_100;
  private static final int LENGTH = 1024;
  private static final int HOP = 256;

  private static float[] noise(int frames, double level) {
    var random = new Random(3);
    var samples = new float[frames];
    for (int i = 0; i < frames; i++) {
      samples[i] = (float) (level * random.nextGaussian());
    }
    return samples;
  }

  private static float[] cosine(int frames, double hertz, double level) {
    var samples = new float[frames];
    for (int i = 0; i < frames; i++) {
      samples[i] = (float) (level * Math.cos(2 * Math.PI * hertz * i / RATE));
    }
    return samples;
  }

  private static double magnitude(float[] spectrum, int bin) {
    return Math.hypot(spectrum[2 * bin], spectrum[2 * bin + 1]);
  }

  /// The spectrum of a frame that is clear of both ends.
  private static float[] middleFrame(float[] signal) {
    return new Stft(LENGTH, HOP).forward(signal)[8];
  }

  @Test
  void anOffsetIsNotHeard() {
    float[] plain = noise(4096, 0.1);
    var offset = plain.clone();
    for (int i = 0; i < offset.length; i++) {
      offset[i] += 0.25f;
    }
    var conditioner = new SpectrumConditioner(new Conditioning(true, 0, 0), LENGTH, RATE);
    float[] expected = middleFrame(plain);
    float[] heard = middleFrame(offset);

    conditioner.apply(expected);
    conditioner.apply(heard);

    assertArrayEquals(expected, heard, 1e-4f); // bins of noise stand some 2 high
    assertEquals(0, magnitude(heard, 0));
  }

  @Test
  void highPassTakesThreeDecibelsAtItsFrequencyAndTwelveAnOctaveBelow() {
    double cutoff = 4.0 * RATE / LENGTH; // bin 4
    var conditioner = new SpectrumConditioner(new Conditioning(false, cutoff, 0), LENGTH, RATE);
    var spectrum = new float[LENGTH + 2];
    java.util.Arrays.fill(spectrum, 1);

    conditioner.apply(spectrum);

    assertEquals(-3.01, 20 * Math.log10(spectrum[2 * 4]), 0.01);
    assertEquals(-12.3, 20 * Math.log10(spectrum[2 * 2]), 0.01);
    assertEquals(-24.1, 20 * Math.log10(spectrum[2]), 0.02);
    assertEquals(1, spectrum[2 * 200], 1e-5f);
    assertEquals(0, spectrum[0]);
  }

  @Test
  void steadyNoiseIsAttenuatedAndALouderToneIsNot() {
    int frames = 4 * RATE;
    float[] signal = noise(frames, 0.01);
    float[] tone = cosine(RATE / 2, 64.0 * RATE / LENGTH, 0.3);
    for (int i = 0; i < tone.length; i++) {
      signal[3 * RATE + i] += tone[i];
    }
    var floor = new NoiseFloor(12, LENGTH, RATE, (double) HOP / RATE, 16);
    float[][] spectra = new Stft(LENGTH, HOP).forward(signal);
    int asked = 3 * RATE / HOP + 40; // in the middle of the tone
    for (int t = 0; t <= asked; t++) {
      floor.add(new float[][] {spectra[t]});
    }
    float[] before = spectra[asked].clone();

    floor.suppress(asked, spectra[asked]);

    double noiseBefore = 0;
    double noiseAfter = 0;
    for (int bin = 100; bin < 500; bin++) {
      noiseBefore += Math.pow(magnitude(before, bin), 2);
      noiseAfter += Math.pow(magnitude(spectra[asked], bin), 2);
    }
    double attenuation = 10 * Math.log10(noiseBefore / noiseAfter);
    assertTrue(attenuation > 3 && attenuation <= 12, "noise attenuated by " + attenuation);
    assertEquals(
        magnitude(before, 64), magnitude(spectra[asked], 64), 1e-3 * magnitude(before, 64));
  }

  @Test
  void theGainBringsASteadySoundToTheTarget() {
    var level = new LevelGain(new Normalisation(-12, 1, 60), 0.05, 4);
    assertEquals(10, level.reach());
    for (int t = 0; t < 40; t++) {
      level.add(1e-4); // −40 dBFS
    }

    assertEquals(28, 20 * Math.log10(level.gain(25)), 1e-4);
    assertEquals(28 + 3, 20 * Math.log10(level.gain(39)), 0.5, "half of the window is silent");
  }

  @Test
  void silenceIsAmplifiedByTheLargestGainAndNoMore() {
    var level = new LevelGain(new Normalisation(-12, 1, 40), 0.05, 4);
    level.add(0);

    assertEquals(100, level.gain(0), 1e-4);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertEquals(
        "highPassHz must be from 0 to 1000, was -1.0",
        assertThrows(IllegalArgumentException.class, () -> new Conditioning(true, -1, 0))
            .getMessage());
    assertEquals(
        "denoiseDb must be from 0 to 40, was NaN",
        assertThrows(IllegalArgumentException.class, () -> new Conditioning(true, 0, Double.NaN))
            .getMessage());
    assertEquals(
        "targetDbfs must be from -60 to 0, was 1.0",
        assertThrows(IllegalArgumentException.class, () -> new Normalisation(1, 1, 1))
            .getMessage());
    assertEquals(
        "windowSeconds must be from 0.1 to 20, was 30.0",
        assertThrows(IllegalArgumentException.class, () -> new Normalisation(-12, 30, 1))
            .getMessage());
    assertEquals(
        "mostGainDb must be from 0 to 100, was -1.0",
        assertThrows(IllegalArgumentException.class, () -> new Normalisation(-12, 1, -1))
            .getMessage());
    assertEquals(
        "a framing's values must be at least 0, were 1, -2 and 3",
        assertThrows(IllegalArgumentException.class, () -> new Framing(1, -2, 3)).getMessage());
  }
}
