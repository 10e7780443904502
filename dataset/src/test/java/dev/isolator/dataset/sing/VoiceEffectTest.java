package dev.isolator.dataset.sing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.dataset.effect.Level;
import java.util.Arrays;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VoiceEffectTest {
  private static final int RATE = 44_100;

  /// Two syllables of 1.2 s with a pause between, the second on another pitch.
  private static float[][] sung() {
    var track = new float[2][3 * RATE];
    float[] first = Vowels.sung(200, 200, 1.2, RATE);
    float[] second = Vowels.sung(150, 180, 1.2, RATE);
    for (float[] channel : track) {
      System.arraycopy(first, 0, channel, 0, first.length);
      System.arraycopy(second, 0, channel, 3 * RATE / 2, second.length);
    }
    Level.scale(track, 0.1 / Level.peak(track));
    return track;
  }

  @ParameterizedTest
  @EnumSource
  void aTreatmentChangesTheVoiceAndKeepsItsLengthAndItsMeasure(VoiceEffect treatment) {
    var track = sung();
    treatment.apply(track, RATE, new SplittableRandom(3));

    assertEquals(3 * RATE, track[0].length);
    assertFalse(Arrays.deepEquals(sung(), track), "something happens");
    for (float[] channel : track) {
      for (float x : channel) {
        assertTrue(Math.abs(x) < 1.5, "finite and in measure: " + x);
      }
    }
    var again = sung();
    treatment.apply(again, RATE, new SplittableRandom(3));
    assertArrayEquals(track, again, "one seed, one sound");
  }

  @Test
  void anyOfThemComesSometimesAndEndsAtTheSameLevel() {
    var seen = new HashSet<Integer>();
    for (int seed = 0; seed < 60; seed++) {
      var track = sung();
      VoiceEffect.any(new SplittableRandom(seed), track, RATE);
      assertEquals(-20, Level.activeDb(track, RATE), 0.5, "seed " + seed); // as blocks come and go
      seen.add(Arrays.hashCode(track[0]));
    }
    assertTrue(seen.size() > 40, "different ones: " + seen.size());
  }

  @Test
  void silenceStaysSilent() {
    for (int seed = 0; seed < 30; seed++) {
      var track = new float[2][RATE];
      VoiceEffect.any(new SplittableRandom(seed), track, RATE);
      assertEquals(0, Level.peak(track), 1e-6, "seed " + seed);
    }
  }
}
