package dev.isolator.dataset.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EffectsTest {
  private static final int RATE = 44_100;

  private static float[][] tone(double hz, double gain, int frames) {
    var track = new float[2][frames];
    for (int i = 0; i < frames; i++) {
      track[0][i] = (float) (gain * Math.sin(2 * Math.PI * hz * i / RATE));
      track[1][i] = track[0][i];
    }
    return track;
  }

  private static double gainDbAt(Biquad filter, double hz) {
    var track = tone(hz, 0.5, RATE);
    filter.apply(track);
    double sum = 0;
    for (int i = RATE / 2; i < RATE; i++) {
      sum += track[0][i] * track[0][i];
    }
    return Decibels.of(Math.sqrt(sum / (RATE / 2) * 2) / 0.5);
  }

  @Test
  void filtersHaveTheGainsThatTheyAreNamedFor() {
    assertEquals(6, gainDbAt(Biquad.peak(1000, 1, 6, RATE), 1000), 0.05);
    assertEquals(0, gainDbAt(Biquad.peak(1000, 1, 6, RATE), 20), 0.05);
    assertEquals(-3, gainDbAt(Biquad.highPass(100, RATE), 100), 0.05);
    assertEquals(-3, gainDbAt(Biquad.lowPass(5000, RATE), 5000), 0.05);
    assertEquals(4, gainDbAt(Biquad.lowShelf(250, 4, RATE), 20), 0.1);
    assertEquals(0, gainDbAt(Biquad.lowShelf(250, 4, RATE), 8000), 0.1);
    assertEquals(-5, gainDbAt(Biquad.highShelf(5000, -5, RATE), 18_000), 0.2);
    assertEquals(0, gainDbAt(Biquad.highShelf(5000, -5, RATE), 100), 0.1);
  }

  @Test
  void aCompressorTakesWhatIsAboveItsThresholdDownByItsRatio() {
    var track = tone(1000, 0.5, RATE); // −6 dBFS peak
    new Compressor(-26, 4, 0.005, 0.1, 0).apply(track, RATE);
    double most = 0;
    for (int i = RATE / 2; i < RATE; i++) {
      most = Math.max(most, Math.abs(track[0][i]));
    }
    assertEquals(-6.02 - (26 - 6.02) * 0.75, Decibels.of(most), 0.6);
  }

  @Test
  void aRoomDiesAwayBySixtyDecibelsInItsTime() {
    var track = new float[2][2 * RATE];
    track[0][0] = 1;
    track[1][0] = 1;
    new Room(1.0, 20_000, 0, 1, 0).apply(track, RATE, new SplittableRandom(1));
    double early = energy(track, RATE / 10, RATE / 5);
    double late = energy(track, RATE / 10 + RATE / 2, RATE / 5 + RATE / 2);
    assertEquals(-30, 10 * Math.log10(late / early), 4);
    assertTrue(early > 0);
  }

  private static double energy(float[][] track, int from, int to) {
    double sum = 0;
    for (float[] channel : track) {
      for (int i = from; i < to; i++) {
        sum += (double) channel[i] * channel[i];
      }
    }
    return sum;
  }

  @Test
  void anEchoComesAfterItsTimeAtItsLevel() {
    var track = new float[2][RATE];
    track[0][0] = 1;
    new Echo(0.25, 0.5, -6, true).apply(track, RATE);
    assertEquals(Decibels.gain(-6), track[0][RATE / 4], 1e-5);
    assertEquals(0, track[1][RATE / 4], 1e-6);
    assertTrue(track[1][RATE / 2] > 0.05, "the second repeat is on the other side");
  }

  @Test
  void saturationIsOddAndBounded() {
    var track = new float[][] {{-2, -0.5f, 0, 0.5f, 2}};
    new Saturation(12).apply(track);
    assertEquals(0, track[0][2]);
    assertEquals(-track[0][0], track[0][4], 1e-7);
    assertTrue(track[0][4] < 0.51, "bounded by 1 over the root of the drive");
  }

  @Test
  void activeLevelLeavesSilenceOut() {
    var track = tone(1000, 0.1, RATE);
    for (float[] channel : track) {
      java.util.Arrays.fill(channel, RATE / 2, RATE, 0f);
    }
    assertEquals(-23.01, Level.activeDb(track, RATE), 0.05);
    assertEquals(-200, Level.activeDb(new float[2][100], RATE));
  }
}
