package dev.isolator.dataset.pair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SincInterpolatorTest {

  @Test
  void atWholePositionsTheSamplesThemselvesComeBack() {
    var signal = new float[200];
    var random = new SplittableRandom(5);
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) (random.nextDouble() - 0.5);
    }
    var out = new float[200];
    new SincInterpolator(32).read(signal, 0, 1, out, 0, 200);
    assertArrayEquals(signal, out, 1e-6f);
  }

  @Test
  void aToneIsReadBetweenItsSamples() {
    var signal = new float[4000];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) Math.sin(2 * Math.PI * 0.35 * i);
    }
    var out = new float[3000];
    new SincInterpolator(32).read(signal, 300.25, 1.0001, out, 0, out.length);
    for (int i = 0; i < out.length; i++) {
      assertEquals(Math.sin(2 * Math.PI * 0.35 * (300.25 + i * 1.0001)), out[i], 1e-4, "at " + i);
    }
  }

  @Test
  void outsideTheSignalIsSilence() {
    var out = new float[4];
    new SincInterpolator(8).read(new float[] {1, 1}, 100, 1, out, 0, 4);
    new SincInterpolator(8).read(new float[] {1, 1}, -100, 1, out, 0, 4);
    assertArrayEquals(new float[4], out);
  }

  @ParameterizedTest(name = "from {0} in steps of {1}, {2} samples")
  @CsvSource({
    "0,1,3000",
    "-40.3,1,3000",
    "12.75,1.0002,3000",
    "12.75,0.9994,3000",
    "999.999,1.000001,1",
    "5.5,0.99999,17",
    "2900.5,1.0004,200",
    "3.25,1.05,1000"
  })
  void blocksReadWhatSingleSamplesDo(double first, double step, int frames) {
    var signal = new float[3000];
    var random = new SplittableRandom(9);
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) (random.nextDouble() - 0.5);
    }
    var blocks = new float[frames];
    var plain = new float[frames];
    var warp = new SincInterpolator(16);

    warp.read(signal, first, step, blocks, 0, frames);
    warp.plain(signal, first, step, plain, 0, frames);

    assertArrayEquals(plain, blocks, 4e-5f); // the parabola: -84 dB of a tone at the Nyquist rate
  }
}
