package dev.isolator.dataset.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleRateConversionTest {

  private static Recording tone(double hz, int rate, int frames) {
    var samples = new float[1][frames];
    for (int i = 0; i < frames; i++) {
      samples[0][i] = (float) Math.sin(2 * Math.PI * hz * i / rate);
    }
    return new Recording(samples, rate);
  }

  @ParameterizedTest(name = "{0} to {1} Hz, {2} frames")
  @CsvSource({"48000,44100,48000", "44100,48000,44101", "22050,44100,22051", "96000,44100,9601"})
  void aToneStaysWhereItWas(int from, int to, int frames) {
    var changed = SampleRateConversion.to(to, tone(1234.5, from, frames));

    assertEquals(Math.round((double) frames * to / from), changed.frames());
    var expected = tone(1234.5, to, changed.frames()).samples()[0];
    for (int i = 200; i < changed.frames() - 200; i++) {
      assertEquals(expected[i], changed.samples()[0][i], 2e-4f, "frame " + i);
    }
  }

  @Test
  void whatTheNewRateCannotHoldIsGone() {
    var changed = SampleRateConversion.to(44_100, tone(23_000, 48_000, 48_000));
    float most = 0;
    for (int i = 200; i < changed.frames() - 200; i++) {
      most = Math.max(most, Math.abs(changed.samples()[0][i]));
    }
    assertTrue(most < 1e-4, "left over: " + most);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "2,2", "160,147"})
  void shortOnesKeepTheirLength(int frames, int expected) {
    assertEquals(
        expected,
        SampleRateConversion.to(44_100, new Recording(new float[2][frames], 48_000)).frames());
  }

  @Test
  void theSameRateIsTheSameRecording() {
    var recording = tone(100, 8000, 10);
    assertSame(recording, SampleRateConversion.to(8000, recording));
  }

  @ParameterizedTest(name = "{0} to {1} Hz, {2} frames")
  @CsvSource({
    "48000,44100,20000",
    "44100,48000,20001",
    "44100,22050,4097",
    "8000,44100,161",
    "48000,44100,1"
  })
  void isToTheBitTheSumOverTapsInTheirOrder(int from, int to, int frames) {
    var in = new float[frames];
    var random = new SplittableRandom(4);
    for (int i = 0; i < frames; i++) {
      in[i] = (float) (random.nextDouble() - 0.5);
    }
    int divisor = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValue();
    int up = to / divisor;
    int down = from / divisor;
    float[][] table = SampleRateConversion.table(up, down);

    float[] out = SampleRateConversion.to(to, new Recording(new float[][] {in}, from)).samples()[0];

    for (int i = 0; i < out.length; i++) {
      float[] taps = table[(int) ((long) i * down % up)];
      int start = (int) ((long) i * down / up) - taps.length / 2 + 1;
      double sum = 0;
      for (int k = Math.max(0, -start); k < Math.min(taps.length, frames - start); k++) {
        sum += taps[k] * (double) in[start + k];
      }
      assertEquals((float) sum, out[i], "frame " + i);
    }
  }
}
