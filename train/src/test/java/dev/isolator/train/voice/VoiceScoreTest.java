package dev.isolator.train.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class VoiceScoreTest {
  private static final float[] LABELS = {1, 1, 1, 0, 0, 0, 0, 0};
  private static final float[] TOLD = {0.9f, 0.5f, 0.4f, 0.6f, 0.1f, 0.2f, Float.NaN, 0};

  @Test
  void sharesAreOfTheirWholes() {
    var score = VoiceScore.of(TOLD, LABELS, 0, 8);
    assertEquals(new VoiceScore(8, 3, 2, 4), score);
    assertEquals(6 / 8.0, score.accuracy());
    assertEquals(3 / 8.0, score.voice());
    assertEquals(5 / 8.0, score.majority());
    assertEquals(2 / 3.0, score.recall());
    assertEquals(2 / 3.0, score.precision());
  }

  @Test
  void partsAddUpToTheWhole() {
    assertEquals(
        VoiceScore.of(TOLD, LABELS, 0, 8),
        VoiceScore.of(TOLD, LABELS, 0, 3).plus(VoiceScore.of(TOLD, LABELS, 3, 8)));
  }

  @Test
  void ofNothingNothingIsRight() {
    var none = VoiceScore.of(TOLD, LABELS, 5, 3);
    assertEquals(0, none.frames());
    assertEquals(0, none.accuracy());
  }
}
