package dev.isolator.dataset.pair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimatorTest {

  private static float[] tone(double perSample, int frames) {
    var tone = new float[frames];
    for (int i = 0; i < frames; i++) {
      tone[i] = (float) Math.sin(2 * Math.PI * perSample * i);
    }
    return tone;
  }

  @ParameterizedTest(name = "{0} frames by {1}")
  @CsvSource({"40000,2", "40001,4", "1027,3"})
  void sampleIOfTheResultIsSampleITimesTheFactor(int frames, int factor) {
    double perSample = 0.13 / factor;
    float[] low = Decimator.decimate(tone(perSample, frames), factor);

    assertEquals(Math.ceilDiv(frames, factor), low.length);
    float[] expected = tone(perSample * factor, low.length);
    for (int i = 10; i < low.length - 11; i++) { // the filter's reach
      assertEquals(expected[i], low[i], 1e-3, "sample " + i);
    }
  }

  @Test
  void whatTheLowRateCannotHoldIsGone() {
    float[] low = Decimator.decimate(tone(0.4, 8000), 2);
    for (int i = 10; i < low.length - 11; i++) {
      assertTrue(Math.abs(low[i]) < 2e-3, "sample " + i + ": " + low[i]);
    }
  }

  @Test
  void factorOneIsTheSignalItself() {
    var signal = new float[] {1, 2, 3};
    assertSame(signal, Decimator.decimate(signal, 1));
  }

  @Test
  void shortOnesKeepTheirLength() {
    assertEquals(0, Decimator.decimate(new float[0], 4).length);
    assertArrayEquals(new float[1], Decimator.decimate(new float[1], 4));
  }
}
