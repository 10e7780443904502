package dev.isolator.live.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two clocks that are not quite the same.
class DriftTest {
  private static final int RATE = 44_100;

  /// A sine at another speed is the sine at that speed: what differs is below −80 dB.
  @ParameterizedTest
  @ValueSource(doubles = {0.999, 0.99995, 1, 1.0002, 1.001})
  void aSineStaysASine(double step) {
    var resampler = new DriftResampler(1);
    double frequency = 2 * Math.PI * 5000 / RATE;
    var in = new float[1][1];
    var out = new float[1][1];
    int taken = 0;
    double worst = 0;
    for (int n = 0; n < 20_000; n++) {
      while (resampler.needsInput()) {
        in[0][0] = (float) Math.sin(frequency * taken++);
        resampler.put(in, 0);
      }
      resampler.take(out, 0, step);
      if (n > 100) {
        double place = n * step - DriftResampler.TAPS / 2.0;
        worst = Math.max(worst, Math.abs(out[0][0] - Math.sin(frequency * place)));
      }
    }
    assertTrue(20 * Math.log10(worst) < -80, "error in dB: " + 20 * Math.log10(worst));
    assertEquals(20_000 * step, taken, 2);
  }

  /// The buffer comes back to its target and the drift is known, whichever clock is faster.
  @ParameterizedTest
  @ValueSource(doubles = {-300, 0, 120})
  void theControlFindsTheDrift(double ppm) {
    int block = 512;
    var control = new DriftControl(RATE, 1024);
    double fill = 1024;
    for (int n = 0; n < 1200 * RATE / block; n++) { // 20 minutes
      double step = control.step(fill, block);
      fill += block * (1 + ppm / 1e6) - block * step;
      assertTrue(fill > 200 && fill < 3000, "fill " + fill);
    }
    assertEquals(1024, fill, 30);
    assertEquals(ppm, control.ppm(), 10);
  }

  /// A device whose clock is fast or slow feeds a buffer that another clock empties: the buffer
  /// stays at its target, nothing is lost, and the drift is known.
  @ParameterizedTest
  @ValueSource(doubles = {-300, 120})
  void aDeviceFollowsTheClockBehindIt(double ppm) {
    int block = 256;
    var compensation = new DriftCompensation(1, RATE, 4 * block);
    var in = new float[1][block];
    var out = new float[1][DriftCompensation.most(block)];
    double fill = 4 * block;
    for (int n = 0; n < 1200 * RATE / block; n++) { // 20 minutes
      fill += compensation.process(in, block, out, (int) fill);
      fill -= block / (1 + ppm / 1e6); // the other clock's samples meanwhile
      assertTrue(fill > block && fill < 8 * block, "fill " + fill);
    }
    assertEquals(4 * block, fill, 30);
    assertEquals(ppm, compensation.ppm(), 10);
  }

  @Test
  void noMoreThanTwoPerMilleIsEverTaken() {
    var control = new DriftControl(RATE, 1024);
    for (int n = 0; n < 10_000; n++) {
      double step = control.step(1_000_000, 512);
      assertTrue(step <= 1.002 + 1e-12, "step " + step);
    }
    assertEquals(DriftControl.MOST_PPM, control.ppm(), 1e-9);
  }
}
