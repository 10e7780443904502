package dev.isolator.dataset.sing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FormantsTest {
  private static final int RATE = 44_100;

  private static MelodyCurve level(double semitones, double home) {
    return new MelodyCurve(new double[] {0}, new double[] {semitones}, 0, 5, 0, home);
  }

  /// Level of a frequency, in dB, under a Hann window.
  private static double levelDb(float[] x, double hz) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < x.length; i++) {
      double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / x.length);
      re += window * x[i] * Math.cos(2 * Math.PI * hz * i / RATE);
      im -= window * x[i] * Math.sin(2 * Math.PI * hz * i / RATE);
    }
    return 20 * Math.log10(Math.hypot(re, im));
  }

  /// How far, in dB rms, the harmonics up to 3 kHz are from the vowel's envelope, which is taken as
  /// moved by `ratio` in frequency.
  private static double fromEnvelope(float[] x, double f0, double ratio) {
    int count = (int) (3000 / f0);
    var difference = new double[count];
    for (int k = 1; k <= count; k++) {
      difference[k - 1] = levelDb(x, k * f0) - 20 * Math.log10(Vowels.envelope(k * f0 / ratio));
    }
    double mean = Arrays.stream(difference).average().orElse(0);
    return Math.sqrt(
        Arrays.stream(difference).map(d -> (d - mean) * (d - mean)).average().orElse(0));
  }

  private static double pitch(float[] x) {
    return PitchTracker.median(x, RATE);
  }

  @ParameterizedTest(name = "{0} Hz by {1} semitones")
  @CsvSource({"150,7", "150,-5", "220,5", "220,-7", "300,3"})
  void pitchMovesAndFormantsStay(double hz, double semitones) {
    float[] vowel = Vowels.sung(hz, hz, 1.5, RATE);
    double to = hz * Math.pow(2, semitones / 12);

    float[] stayed = Formants.STAY.read(vowel, 0, RATE, level(semitones, Double.NaN), RATE);
    float[] moved = Formants.MOVE.read(vowel, 0, RATE, level(semitones, Double.NaN), RATE);

    double asked = PitchTracker.note(to);
    assertEquals(asked, pitch(stayed), 0.12, "12 cents: marks lie on whole samples");
    assertEquals(asked, pitch(moved), 0.05);
    double kept = fromEnvelope(stayed, to, 1);
    double lost = fromEnvelope(moved, to, 1);
    assertTrue(kept < 5, () -> "%.1f dB from the envelope".formatted(kept));
    assertTrue(lost > 1.5 * kept, () -> "moved %.1f, stayed %.1f".formatted(lost, kept));
    assertTrue(fromEnvelope(moved, to, to / hz) < 1, "read faster, the envelope moves along");
  }

  @Test
  void consonantsStayAsTheyWereSpoken() {
    float[] hiss = Vowels.hissed(1, RATE, 1);
    float[] read = Formants.STAY.read(hiss, 4000, 30_000, level(7, Double.NaN), RATE);
    int from = 2000; // past the first grain
    assertArrayEquals(
        Arrays.copyOfRange(hiss, 4000 + from, 4000 + 28_000),
        Arrays.copyOfRange(read, from, 28_000),
        2e-3f); // grains of 220.5 samples under a window of 440
  }

  @ParameterizedTest
  @EnumSource
  void aClipThatSingsItsOwnMelodyIsBroughtOntoTheNotes(Formants formants) {
    float[] slide = Vowels.sung(200, 300, 2, RATE);
    double home = PitchTracker.median(slide, RATE);
    float[] sung = formants.read(slide, 0, (int) (1.2 * RATE), level(62 - home, home), RATE);

    double[] track = PitchTracker.track(sung, RATE, 441);
    double[] notes = Arrays.stream(track).filter(hz -> hz > 0).map(PitchTracker::note).toArray();
    assertTrue(notes.length > 100, () -> notes.length + " voiced frames");
    for (int i = 8; i < notes.length - 8; i++) {
      assertEquals(62, notes[i], 0.35, "frame " + i);
    }
    Arrays.sort(notes);
    assertEquals(62, notes[notes.length / 2], 0.1);
  }

  @Test
  void whatIsLongerThanTheClipIsReadBackAndForth() {
    float[] vowel = Vowels.sung(200, 200, 0.4, RATE);
    for (Formants formants : Formants.values()) {
      float[] read = formants.read(vowel, 0, RATE, level(0, Double.NaN), RATE);
      assertEquals(RATE, read.length);
      assertEquals(PitchTracker.note(200), pitch(Arrays.copyOfRange(read, RATE / 2, RATE)), 0.2);
    }
  }
}
