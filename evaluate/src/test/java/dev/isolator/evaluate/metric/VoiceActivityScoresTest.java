package dev.isolator.evaluate.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VoiceActivityScoresTest {
  @Test
  void countsHitsMissesAndFalseAlarms() {
    boolean[] truth = {true, true, true, false, false, false, false, true};
    double[] said = {0.9, 0.6, 0.2, 0.7, 0.1, 0.3, 0.2, 0.5};

    var scores = VoiceActivityScores.of(truth, said, 0.5);

    assertEquals(6 / 8.0, scores.accuracy());
    assertEquals(3 / 4.0, scores.precision()); // 0.9, 0.6, 0.5 of those and 0.7
    assertEquals(3 / 4.0, scores.recall()); // 0.2 is missed
    assertEquals(3 / 4.0, scores.f1());
    // Of 16 pairs: 0.9 wins 4, 0.6 and 0.5 win 3 each, 0.2 wins 1 and ties with 0.2.
    assertEquals(11.5 / 16, scores.auc());
  }

  @Test
  void theAreaUnderTheCurveIsTheShareOfPairsInOrder() {
    var random = new Random(4);
    var truth = new boolean[200];
    var said = new double[200];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = random.nextBoolean();
      said[i] = random.nextInt(20); // many ties
    }
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < truth.length; j++) {
        if (truth[i] && !truth[j]) {
          pairs++;
          won += said[i] > said[j] ? 1 : said[i] == said[j] ? 0.5 : 0;
        }
      }
    }
    assertEquals(won / pairs, VoiceActivityScores.of(truth, said, 10).auc(), 1e-12);
  }

  @Test
  void whatCannotBeSaidIsNaN() {
    var scores = VoiceActivityScores.of(new boolean[3], new double[3], 0.5);
    assertEquals(
        new VoiceActivityScores(1, Double.NaN, Double.NaN, Double.NaN, Double.NaN), scores);
  }

  @Test
  void probabilitiesMustBeFiniteAndOneAFrame() {
    var length =
        assertThrows(
            IllegalArgumentException.class,
            () -> VoiceActivityScores.of(new boolean[2], new double[3], 0.5));
    assertEquals("expected 2 probabilities, one for each frame, found 3", length.getMessage());
    var finite =
        assertThrows(
            IllegalArgumentException.class,
            () -> VoiceActivityScores.of(new boolean[1], new double[] {Double.NaN}, 0.5));
    assertEquals("probability of frame 0 must be finite, was NaN", finite.getMessage());
  }
}
