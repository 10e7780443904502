package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

  @ParameterizedTest(name = "{0} frames, {1} to {2} Hz")
  @CsvSource({
    "0, 44100, 48000",
    "1, 44100, 48000",
    "1, 192000, 8000",
    "7, 8000, 192000",
    "147, 44100, 48000",
    "148, 44100, 48000",
    "10001, 48000, 44100",
    "10001, 44100, 44100",
    "10001, 11025, 192000",
    "10001, 44100, 44101",
    "30011, 96000, 22050"
  })
  void lengthIsTheCeilingOfTheRatio(int frames, int from, int to) {
    var out = resample(new float[][] {noise(frames)}, from, to, 1000);

    assertEquals((int) Math.ceil((double) frames * to / from), out[0].length);
    assertEquals(out[0].length, Resampler.framesFor(frames, from, to));
  }

  @ParameterizedTest(name = "{0} to {1} Hz")
  @CsvSource({"44100, 48000", "48000, 44100", "44100, 22050", "8000, 192000", "96000, 44100"})
  void impulseComesOutAtItsTime(int from, int to) {
    int second = from; // whole seconds are frames of both rates
    var in = new float[1][3 * second];
    in[0][0] = 0.5f;
    in[0][second] = 0.5f;

    var out = resample(in, from, to, 999)[0];

    assertEquals(0, loudest(out, 0, to / 2));
    assertEquals(to, loudest(out, to / 2, 2 * to));
    for (int i = 1; i < 100; i++) { // linear phase: both sides are alike
      assertEquals(out[to + i], out[to - i], 1e-6f);
    }
  }

  @ParameterizedTest(name = "{0} to {1} Hz, {2} Hz")
  @CsvSource({
    "44100, 48000, 997",
    "44100, 48000, 19997",
    "48000, 44100, 997",
    "48000, 44100, 19997",
    "192000, 44100, 997",
    "8000, 48000, 3001",
    "11025, 192000, 997",
  })
  void sineStaysTheSameSine(int from, int to, double hz) {
    var out = resample(new float[][] {sine(hz, from, from)}, from, to, 4096)[0];
    var expected = sine(hz, to, out.length);

    double error = 0;
    double signal = 0;
    for (int i = to / 10; i < out.length - to / 10; i++) { // clear of the ends, where silence meets
      error += Math.pow((double) out[i] - expected[i], 2);
      signal += Math.pow(expected[i], 2);
    }
    double snr = 10 * Math.log10(signal / error);
    assertTrue(snr > 120, "SNR " + snr + " dB");
  }

  @ParameterizedTest(name = "{0} to {1} Hz, {2} Hz")
  @CsvSource({"48000, 44100, 23000", "96000, 44100, 30000", "44100, 8000, 4200"})
  void whatTheNewRateCannotHoldIsGone(int from, int to, double hz) {
    var out = resample(new float[][] {sine(hz, from, from)}, from, to, 4096)[0];

    for (int i = to / 10; i < out.length - to / 10; i++) {
      assertTrue(Math.abs(out[i]) < 1e-6, "alias " + out[i] + " at " + i); // -120 dB
    }
  }

  @ParameterizedTest(name = "{0} to {1} Hz")
  @CsvSource({"44100, 48000", "48000, 44100", "44100, 44101", "44100, 44100"})
  void blockSizeChangesNoBit(int from, int to) {
    var in = new float[][] {noise(20_011), noise(20_011)};
    var whole = resample(in, from, to, 20_011);

    for (int block : new int[] {1, 100, 4096, 5000}) {
      assertArrayEquals(whole, resample(in, from, to, block), "blocks of " + block);
    }
  }

  @Test
  void equalRatesPassThrough() {
    var in = new float[][] {noise(5000)};

    assertArrayEquals(in, resample(in, 44100, 44100, 777));
  }

  @Test
  void refusalsNameTheRange() {
    assertEquals(
        "channels must be from 1 to 16, was 17",
        assertThrows(IllegalArgumentException.class, () -> new Resampler(17, 1, 1)).getMessage());
    assertEquals(
        "toHz must be from 1 to 768000, was 0",
        assertThrows(IllegalArgumentException.class, () -> new Resampler(1, 44100, 0))
            .getMessage());
  }

  @Test
  void pushingAfterTheEndIsRefused() {
    try (var resampler = new Resampler(1, 44100, 48000)) {
      resampler.finish();
      var e = assertThrows(IllegalStateException.class, () -> resampler.push(new float[1][1], 1));
      assertEquals("push after finish", e.getMessage());
    }
  }

  private static float[][] resample(float[][] in, int from, int to, int block) {
    try (var resampler = new Resampler(in.length, from, to)) {
      var out = new float[in.length][0];
      for (int at = 0; at < in[0].length; at += block) {
        var part = new float[in.length][];
        int n = Math.min(block, in[0].length - at);
        for (int c = 0; c < in.length; c++) {
          part[c] = Arrays.copyOfRange(in[c], at, at + n);
        }
        resampler.push(part, n);
        pullAll(resampler, out);
      }
      resampler.finish();
      pullAll(resampler, out);
      return out;
    }
  }

  private static void pullAll(Resampler resampler, float[][] out) {
    var block = new float[out.length][4096];
    for (int n; (n = resampler.pull(block, 4096)) > 0; ) {
      for (int c = 0; c < out.length; c++) {
        int had = out[c].length;
        out[c] = Arrays.copyOf(out[c], had + n);
        System.arraycopy(block[c], 0, out[c], had, n);
      }
    }
  }

  private static int loudest(float[] x, int from, int to) {
    int best = from;
    for (int i = from; i < to; i++) {
      best = Math.abs(x[i]) > Math.abs(x[best]) ? i : best;
    }
    return best;
  }

  private static float[] sine(double hz, int rate, int frames) {
    var x = new float[frames];
    for (int i = 0; i < frames; i++) {
      x[i] = (float) (0.5 * Math.sin(2 * Math.PI * hz * i / rate));
    }
    return x;
  }

  private static float[] noise(int frames) {
    var random = new Random(7);
    var x = new float[frames];
    for (int i = 0; i < frames; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }
}
