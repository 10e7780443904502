package dev.isolator.dataset.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
    return StrictDecibels.of(Math.sqrt(sum / (RATE / 2) * 2) / 0.5);
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
    assertEquals(-6.02 - (26 - 6.02) * 0.75, StrictDecibels.of(most), 0.6);
  }

  @Test
  void aRoomDiesAwayBySixtyDecibelsInItsTime() {
    var track = new float[2][2 * RATE];
    track[0][0] = 1;
    track[1][0] = 1;
    new Reverb(1.0, 20_000, 0, 1, 0).apply(track, RATE, new SplittableRandom(1));
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
    assertEquals(StrictDecibels.gain(-6), track[0][RATE / 4], 1e-5);
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

  @Test
  void aChorusAddsACopyWhoseDelaySwingsAboutItsMean() {
    var track = new float[2][RATE];
    track[0][RATE / 2] = 1;
    new Chorus(0.02, 0, 1, 0, -6).apply(track, RATE);
    assertEquals(1, track[0][RATE / 2]);
    assertEquals(StrictDecibels.gain(-6), track[0][RATE / 2 + RATE / 50], 1e-5);

    for (int at = 0; at < 10; at++) {
      var click = new float[2][RATE];
      int from = RATE / 4 + at * RATE / 40;
      click[0][from] = 1;
      new Chorus(0.02, 0.3, 1, 0, 0).apply(click, RATE);
      double copies = energy(click, from + (int) (0.0139 * RATE), from + (int) (0.0261 * RATE));
      double all = energy(click, 0, RATE);
      assertEquals(1, all - copies, 1e-6, "the click itself, and copies 14 to 26 ms later");
      assertTrue(copies > 0.3, "copies: " + copies);
    }
  }

  @Test
  void aCrushedToneHasFewStepsAndFewSamples() {
    var track = tone(441, 0.9, RATE);
    new BitCrusher(4410, 4).apply(track, RATE);
    for (int i = 0; i < RATE; i++) {
      assertEquals(track[0][i - i % 10], track[0][i], "held for ten samples");
      assertEquals(Math.rint(track[0][i] * 8), track[0][i] * 8, 1e-6, "sixteen steps");
    }
  }

  @Test
  void aGateIsOpenOrClosedByTheSixteenthAndEveryBarAlike() {
    var track = new float[2][4 * RATE];
    java.util.Arrays.fill(track[0], 1);
    new RhythmicGate(120, 0.5).apply(track, RATE, new SplittableRandom(5));
    double sixteenth = RATE / 8.0;
    int closed = 0;
    for (int k = 0; k < 32; k++) {
      float middle = track[0][(int) ((k + 0.5) * sixteenth)];
      assertTrue(middle == 0 || middle == 1, "sixteenth " + k + ": " + middle);
      assertEquals(track[0][(int) ((k % 16 + 0.5) * sixteenth)], middle, "bars are alike");
      closed += middle == 0 ? 1 : 0;
    }
    assertTrue(closed > 4 && closed < 28, "closed: " + closed);
    for (int i = 1; i < track[0].length; i++) {
      assertTrue(Math.abs(track[0][i] - track[0][i - 1]) < 0.006, "no clicks");
    }
  }

  @Test
  void aVocoderSpeaksOnItsOwnPitchWhenTheVoiceSpeaks() {
    var track = tone(1000, 0.3, 2 * RATE);
    for (float[] channel : track) {
      java.util.Arrays.fill(channel, RATE, 2 * RATE, 0f);
    }
    new Vocoder(List.of(100.0), 20).apply(track, RATE);

    double period = correlation(track[0], RATE / 4, RATE / 100);
    double other = correlation(track[0], RATE / 4, RATE / 170);
    assertTrue(period > 0.9, "repeats with the carrier's period: " + period);
    assertTrue(other < period - 0.2, "and not with another: " + other);
    double spoken = energy(track, RATE / 4, RATE / 2);
    double silent = energy(track, RATE + RATE / 4, RATE + RATE / 2);
    assertTrue(silent < 1e-4 * spoken, silent + " of " + spoken);
  }

  /// Of a stretch of a quarter of a second with the same one `lag` samples later.
  private static double correlation(float[] signal, int from, int lag) {
    double product = 0;
    double one = 0;
    double two = 0;
    for (int i = from; i < from + RATE / 4; i++) {
      product += (double) signal[i] * signal[i + lag];
      one += (double) signal[i] * signal[i];
      two += (double) signal[i + lag] * signal[i + lag];
    }
    return product / Math.sqrt(one * two);
  }
}
