package dev.isolator.evaluate.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TrackScoresTest {
  static final String[] SONGS = Golden.SONGS;

  @ParameterizedTest
  @FieldSource("SONGS")
  void siSdrAndTrackSdrAgreeWithTheReferenceImplementation(String song) {
    var golden = Golden.of(song);
    for (int stem = 0; stem < golden.stems().size(); stem++) {
      var name = golden.stems().get(stem);
      var reference = golden.references().get(stem);
      var estimate = golden.estimates().get(stem);
      assertEquals(
          golden.track(name, "si_sdr"), ScaleInvariantSdr.of(reference, estimate), 1e-6, name);
      assertEquals(golden.track(name, "usdr"), TrackSdr.of(reference, estimate), 1e-6, name);
    }
  }

  @Test
  void halvingTheLoudnessMovesTrackSdrButNotSiSdr() {
    var reference = new Pcm16(new short[][] {{2000, -4000, 8000, 600}}, 8000);
    var half = new Pcm16(new short[][] {{1000, -2000, 4000, 300}}, 8000);

    assertEquals(6.02, TrackSdr.of(reference, half), 0.01); // the error is half the signal
    assertEquals(Double.POSITIVE_INFINITY, ScaleInvariantSdr.of(reference, half));
  }

  @Test
  void silenceHasAFiniteTrackSdrAndNoSiSdr() {
    var silence = new Pcm16(new short[2][100], 8000);
    var sound = new Pcm16(new short[][] {new short[100], new short[100]}, 8000);
    sound.samples()[0][50] = 32767;

    assertEquals(0, TrackSdr.of(silence, silence));
    assertEquals(-70, TrackSdr.of(silence, sound), 0.001); // 1e-7 against 1
    assertTrue(Double.isNaN(ScaleInvariantSdr.of(silence, sound)));
    assertTrue(Double.isNaN(ScaleInvariantSdr.of(sound, silence)));
  }

  @Test
  void quantisingRoundsClipsAndSilencesNaN() {
    float[] samples = {0.5f, -1, 1, 2, -3, Float.NaN, 1.4f / 32768, 1.6f / 32768};
    short[] expected = {16384, -32768, 32767, 32767, -32768, 0, 1, 2};
    assertArrayEquals(expected, Pcm16.quantise(new float[][] {samples}, 8000).samples()[0]);
  }

  @Test
  void quantisedAudioSurvivesTheWayToFloatAndBack() {
    var all = new short[65536];
    for (int i = 0; i < all.length; i++) {
      all[i] = (short) (i - 32768);
    }
    var pcm = new Pcm16(new short[][] {all}, 8000);
    assertArrayEquals(all, Pcm16.quantise(pcm.toFloat(), 8000).samples()[0]);
  }

  @Test
  void medianLeavesUndefinedValuesOut() {
    assertEquals(2, Median.of(3, Double.NaN, 1, 2));
    assertEquals(2.5, Median.of(3, 2));
    assertEquals(Double.POSITIVE_INFINITY, Median.of(1, Double.POSITIVE_INFINITY, 1 / 0.0));
    assertTrue(Double.isNaN(Median.of(Double.NaN)));
    assertTrue(Double.isNaN(Median.of()));
  }
}
