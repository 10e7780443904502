package dev.isolator.dataset.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.dataset.recording.Recording;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairAlignerTest {
  private static final double SECONDS = 40;
  private static final int RATE = Songs.RATE;

  private final float[] voice = Songs.voice(1, SECONDS);
  private final float[] mix = Songs.sum(voice, Songs.band(2, SECONDS));
  private final PairAligner aligner = new PairAligner(Thresholds.defaults());

  private Alignment align(float[] vocals) {
    return aligner.align(Songs.mono(mix), Songs.mono(vocals)).alignment();
  }

  @ParameterizedTest(name = "offset {0} frames, drift {1} ppm, gain {2} dB, polarity {3}")
  @CsvSource({"0,0,0,1", "123456,150,6,-1", "-54321,-200,-12,1", "7,90.5,11,-1"})
  void findsWhatWasDoneToTheVocals(int offset, double ppm, double gainDb, int polarity) {
    float[] done = Songs.longer(Songs.from(voice, offset), ppm);
    var found = align(Songs.times(done, polarity * Math.pow(10, -gainDb / 20)));

    assertEquals(offset, found.clock().offsetSeconds() * RATE, 0.25, "offset in samples");
    assertEquals(ppm, found.clock().driftPpm(), 0.5, "drift");
    assertEquals(gainDb, found.response().gainDb(), 0.1, "gain");
    assertEquals(polarity, found.response().polarity());
    assertEquals(Verdict.ACCEPT, found.verdict(), found.reasons().toString());
    assertTrue(found.quality().nullingDb() > 25, "nulling " + found.quality().nullingDb());
  }

  @Test
  void alignedVocalsTakeTheVoiceOutOfTheMix() {
    float[] done = Songs.times(Songs.longer(Songs.from(voice, -9000), 120), -0.4);
    var vocals = aligner.align(Songs.mono(mix), Songs.mono(done)).vocals();

    assertNotNull(vocals);
    assertEquals(mix.length, vocals[0].length);
    double left = 0;
    double all = 0;
    for (int i = 0; i < voice.length; i++) {
      left += Math.pow(voice[i] - vocals[0][i], 2);
      all += Math.pow(voice[i], 2);
    }
    assertTrue(10 * Math.log10(all / left) > 30, "nulling " + 10 * Math.log10(all / left));
  }

  @Test
  void aStretchTakenOutOfTheVocalsMakesTwoSegments() {
    int cut = 18 * RATE + 345;
    int gone = 5 * RATE + 67;
    var found = align(Songs.without(voice, cut, gone));

    assertEquals(2, found.segments().size(), found.segments().toString());
    assertEquals(0, found.segments().getFirst().offsetSeconds() * RATE, 0.25);
    assertEquals(gone, found.segments().getLast().offsetSeconds() * RATE, 0.25);
    assertEquals(cut / (double) RATE, found.segments().getFirst().endSeconds(), 0.05);
    assertEquals((cut + gone) / (double) RATE, found.segments().getLast().startSeconds(), 0.05);
    assertEquals(
        List.of("the vocals are of another cut: 2 segments with offsets of their own"),
        found.reasons());
    assertEquals(Verdict.REVIEW, found.verdict());
  }

  @Test
  void anEqualiserInTheVocalsIsUndone() {
    var dull = voice.clone(); // a one-pole low-pass at about 2 kHz
    for (int i = 1; i < dull.length; i++) {
      dull[i] = 0.45f * dull[i - 1] + 0.55f * voice[i];
    }
    var found = align(dull);

    assertEquals(Verdict.ACCEPT, found.verdict(), found.reasons().toString());
    assertTrue(found.filterTaps() > 1);
    assertTrue(found.quality().nullingDb() > 25, "nulling " + found.quality().nullingDb());
  }

  @Test
  void anotherSongIsRejected() {
    assertEquals(
        List.of("no part of the vocals was found in the mix: another song, or no overlap"),
        align(Songs.voice(77, SECONDS)).reasons());
  }

  @Test
  void aSungAgainTakeIsNeverAccepted() {
    // The same notes at the same times, but every phase differs.
    float[] live = Songs.longer(voice, 9000);
    var found = align(live);
    assertEquals(Verdict.REJECT, found.verdict(), found.reasons().toString());
  }

  @Test
  void halfTheVocalsAreRejectedWithTheShare() {
    var found = align(java.util.Arrays.copyOf(voice, voice.length / 2));
    assertEquals(Verdict.REJECT, found.verdict());
    assertEquals(
        "the vocals cover 50 % of the mix, expected at least 60 %: the rest of the instrumental might hold a voice",
        found.reasons().getFirst());
  }

  @Test
  void clippedVocalsAreRejectedWithTheShare() {
    float[] clipped = Songs.times(voice, 1);
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.clamp(clipped[i], -0.1f, 0.1f);
    }
    var found = align(clipped);
    assertEquals(Verdict.REJECT, found.verdict());
    assertTrue(
        found.reasons().getFirst().matches("\\d+\\.\\d\\d % of the vocals is clipped"),
        found.reasons().toString());
  }

  @Test
  void silenceIsRejectedAndNamed() {
    assertEquals(
        List.of("the vocals are silent (peak -200.0 dBFS)"), align(new float[20 * RATE]).reasons());
    assertEquals(
        List.of("the mix is silent (peak -200.0 dBFS)"),
        aligner.align(Songs.mono(new float[20 * RATE]), Songs.mono(voice)).alignment().reasons());
  }

  @ParameterizedTest(name = "{0} frames")
  @CsvSource({"0,0.0", "1,0.0", "15999,1.0"})
  void tooShortIsRejectedWithTheLength(int frames, String seconds) {
    assertEquals(
        List.of("the vocals are " + seconds + " s long; 2 s at least are needed"),
        align(new float[frames]).reasons());
  }

  @Test
  void monoVocalsOfAStereoMixFitIfTheyAreInItsMiddle() {
    float[] right = Songs.sum(voice, Songs.band(3, SECONDS));
    var stereo = new Recording(new float[][] {mix, right}, RATE);
    var aligned = aligner.align(stereo, Songs.mono(Songs.times(voice, 0.5)));

    assertEquals(Verdict.ACCEPT, aligned.alignment().verdict());
    assertNotNull(aligned.vocals());
    assertEquals(2, aligned.vocals().length);
  }

  @Test
  void monoVocalsThatAreWideInTheMixAreNotAccepted() {
    float[] band = Songs.times(Songs.band(2, SECONDS), 0.5);
    float[] late = java.util.Arrays.copyOf(Songs.from(voice, 400), mix.length);
    var stereo = new Recording(new float[][] {Songs.sum(voice, band), Songs.sum(late, band)}, RATE);
    var found = aligner.align(stereo, Songs.mono(voice)).alignment();
    assertNotEquals(Verdict.ACCEPT, found.verdict(), found.reasons().toString());
  }

  @Test
  void unequalSampleRatesAreAProgrammersMistake() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> aligner.align(Songs.mono(mix), new Recording(new float[][] {voice}, 44_100)));
    assertEquals(
        "vocals must have the mix's sample rate of 16000 Hz, had 44100 Hz", e.getMessage());
  }

  @Test
  void rejectedBeforeAnythingIsFoundMeansNoVocals() {
    assertNull(aligner.align(Songs.mono(mix), Songs.mono(new float[9])).vocals());
  }
}
