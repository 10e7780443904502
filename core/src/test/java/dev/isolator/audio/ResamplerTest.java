package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

  @ParameterizedTest(name = "{0} to {1} Hz, {2} frames")
  @CsvSource({
    "44100,48000,50001",
    "96000,48000,50001",
    "192000,48000,50001",
    "8000,48000,9001",
    "22050,48000,1",
    "44100,48000,7",
    "48000,44100,300",
    "44100,48000,0",
    "176400,44100,4096",
    "48000,47999,20000",
  })
  void lengthIsTheSongsInSeconds(int from, int to, int frames) throws Exception {
    var out = resampled(sine(frames, from, 440), from, to, 1000);

    assertEquals((frames * (long) to + from - 1) / from, out.length);
  }

  @ParameterizedTest(name = "{0} to {1} Hz, a tone of {2} Hz")
  @CsvSource({
    "44100,48000,997",
    "44100,48000,20000",
    "96000,48000,997",
    "96000,48000,21000",
    "192000,48000,15000",
    "8000,48000,3500",
    "48000,44100,20000",
  })
  void tonesStayInPlaceWithinMinus100Decibels(int from, int to, double hz) throws Exception {
    var out = resampled(sine(from, from, hz), from, to, 4096);
    var expected = sine(to, to, hz);

    int edge = to / 20; // the filter rings where the tone starts and ends
    for (int n = edge; n < to - edge; n++) {
      assertEquals(expected[n], out[n], 0.5e-5, "frame " + n);
    }
  }

  @Test
  void whatTheNewRateCannotHoldIsGone() throws Exception {
    var out = resampled(sine(96000, 96000, 27000), 96000, 48000, 4096);

    for (float x : Arrays.copyOfRange(out, 2000, 46000)) {
      assertTrue(Math.abs(x) < 1e-6, "−114 dB below the tone");
    }
  }

  @Test
  void blocksDoNotShow() throws Exception {
    var song = sine(30_001, 44100, 1234);
    var whole = resampled(song, 44100, 48000, 30_001);

    assertArrayEquals(whole, resampled(song, 44100, 48000, 1));
    assertArrayEquals(whole, resampled(song, 44100, 48000, 777));
  }

  private static float[] sine(int frames, int rate, double hz) {
    var samples = new float[frames];
    for (int n = 0; n < frames; n++) {
      samples[n] = (float) (0.5 * Math.sin(2 * Math.PI * hz * n / rate));
    }
    return samples;
  }

  private static float[] resampled(float[] song, int from, int to, int blockFrames)
      throws AudioException {
    var out = new float[song.length * 7 + 1000];
    int[] count = {0};
    Resampler.Sink sink =
        (block, frames) -> {
          System.arraycopy(block[0], 0, out, count[0], frames);
          count[0] += frames;
        };
    try (var resampler = new Resampler("song", 1, from, to)) {
      for (int at = 0; at < song.length; at += blockFrames) {
        int frames = Math.min(blockFrames, song.length - at);
        resampler.write(new float[][] {Arrays.copyOfRange(song, at, at + frames)}, frames, sink);
      }
      resampler.finish(sink);
    }
    return Arrays.copyOf(out, count[0]);
  }
}
