package dev.isolator.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  @ParameterizedTest(name = "{0} Hz from {1} to {2}")
  @CsvSource({"1000,48000,44100", "15000,48000,44100", "9000,22050,44100", "5000,96000,44100"})
  void toneStaysInPlaceAndLoudness(double hz, int from, int to) {
    var signal = tone(hz, from, from / 4);
    float[] resampled = new Resampler(from, to).apply(signal);
    float[] expected = tone(hz, to, resampled.length);
    for (int i = 400; i < resampled.length - 400; i++) {
      assertEquals(expected[i], resampled[i], 2e-4, "sample " + i); // −74 dB of full scale
    }
  }

  @Test
  void whatIsAboveTheNewTopIsGone() {
    float[] resampled = new Resampler(48_000, 44_100).apply(tone(23_500, 48_000, 12_000));
    for (int i = 400; i < resampled.length - 400; i++) {
      assertEquals(0, resampled[i], 1e-3, "sample " + i);
    }
  }

  @Test
  void lengthIsTheTimeRoundedUp() {
    var resampler = new Resampler(48_000, 44_100);
    assertEquals(0, resampler.apply(new float[0]).length);
    assertEquals(1, resampler.apply(new float[1]).length);
    assertEquals(147, resampler.apply(new float[160]).length);
    assertEquals(148, resampler.apply(new float[161]).length);
  }

  private static float[] tone(double hz, int rate, int n) {
    var tone = new float[n];
    for (int i = 0; i < n; i++) {
      tone[i] = (float) Math.sin(2 * Math.PI * hz * i / rate);
    }
    return tone;
  }
}
