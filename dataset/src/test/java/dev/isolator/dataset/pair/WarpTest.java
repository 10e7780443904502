package dev.isolator.dataset.pair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WarpTest {

  @Test
  void atWholePositionsTheSamplesThemselvesComeBack() {
    var signal = new float[200];
    var random = new SplittableRandom(5);
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) (random.nextDouble() - 0.5);
    }
    var out = new float[200];
    new Warp(32).read(signal, 0, 1, out, 0, 200);
    assertArrayEquals(signal, out, 1e-6f);
  }

  @Test
  void aToneIsReadBetweenItsSamples() {
    var signal = new float[4000];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) Math.sin(2 * Math.PI * 0.35 * i);
    }
    var out = new float[3000];
    new Warp(32).read(signal, 300.25, 1.0001, out, 0, out.length);
    for (int i = 0; i < out.length; i++) {
      assertEquals(Math.sin(2 * Math.PI * 0.35 * (300.25 + i * 1.0001)), out[i], 1e-4, "at " + i);
    }
  }

  @Test
  void outsideTheSignalIsSilence() {
    var out = new float[4];
    new Warp(8).read(new float[] {1, 1}, 100, 1, out, 0, 4);
    new Warp(8).read(new float[] {1, 1}, -100, 1, out, 0, 4);
    assertArrayEquals(new float[4], out);
  }
}
