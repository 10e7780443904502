package dev.isolator.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StftTest {

  @ParameterizedTest(name = "{0} samples, size {1}, hop {2}")
  @CsvSource({
    "4000,256,64",
    "4001,256,128",
    "255,256,128",
    "500,96,40",
    "1,64,16",
    "0,64,16",
    "63,64,32",
    "64,64,32",
    "65,64,16",
    "4481,4480,1120",
    "9000,4096,1024",
    "1,8,1"
  })
  void inverseOfForwardIsTheSignal(int n, int size, int hop) {
    float[] signal = noise(n);
    var stft = new Stft(size, hop);

    float[][] spectrum = stft.forward(signal);

    assertEquals(Math.ceilDiv(n, hop) + 1, spectrum.length, "frames");
    assertEquals(2 * (size / 2 + 1), spectrum[0].length, "interleaved bins");
    assertArrayEquals(signal, stft.inverse(spectrum, n), 2e-6f); // float: about 2^-19 of full scale
  }

  @Test
  void cosineAtABinCentreStandsHalfTheWindowSumHigh() {
    var signal = new float[640];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) Math.cos(2 * Math.PI * 5 * i / 64);
    }
    float[] frame = new Stft(64, 16).forward(signal)[20]; // bin 5, clear of both ends

    assertEquals(16.0, Math.hypot(frame[10], frame[11]), 1e-4); // Hann of 64 sums to 32
  }

  @Test
  void frameIsCentredOnItsHop() {
    var signal = new float[1000];
    signal[5 * 64] = 1;
    float[] frame = new Stft(256, 64).forward(signal)[5];

    for (int bin = 0; bin < 129; bin++) { // an impulse in the middle: magnitude 1, alternating sign
      assertEquals(bin % 2 == 0 ? 1 : -1, frame[2 * bin], 1e-6, "re of bin " + bin);
      assertEquals(0, frame[2 * bin + 1], 1e-6, "im of bin " + bin);
    }
  }

  @Test
  void hopPastHalfTheFrameIsRefusedWithTheLimits() {
    var e = assertThrows(IllegalArgumentException.class, () -> new Stft(256, 129));
    assertEquals("hop must be from 1 to 128, was 129", e.getMessage());
  }

  @Test
  void framesBeforeWhatIsReadyWasTakenAreRefused() {
    var stft = new Stft(64, 32);
    var overlapAdd = new OverlapAdd(stft);
    overlapAdd.add(new float[66]);
    overlapAdd.add(new float[66]);
    var e = assertThrows(IllegalStateException.class, () -> overlapAdd.add(new float[66]));
    assertEquals("32 samples must be taken first", e.getMessage());
  }

  private static float[] noise(int n) {
    var random = new Random(n);
    var signal = new float[n];
    for (int i = 0; i < n; i++) {
      signal[i] = random.nextFloat(-1, 1);
    }
    return signal;
  }
}
