package dev.isolator.evaluate.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ThresholdFitTest {

  @Test
  void theThresholdLiesBetweenTheTwoKinds() {
    var fit =
        ThresholdFit.of(
            new boolean[] {false, true, false, true}, new double[] {0.1, 0.5, 0.3, 0.9});

    assertEquals(0.4, fit.threshold(), 1e-12);
    assertEquals(1, fit.balanced());
    assertEquals(0, fit.falseVoice());
    assertEquals(1, fit.scores().accuracy());
  }

  @Test
  void bothKindsCountAlikeHoweverManyThereAre() {
    // Nine voiced frames, one of which is low, and one without a voice.
    var sung = new boolean[] {true, true, true, true, true, true, true, true, true, false};
    var said = new double[] {0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.2, 0.3};

    var fit = ThresholdFit.of(sung, said);

    assertEquals(0.6, fit.threshold(), 1e-12);
    assertEquals((8 / 9.0 + 1) / 2, fit.balanced(), 1e-12);
  }

  @Test
  void equalProbabilitiesAreNotTornApart() {
    var fit =
        ThresholdFit.of(
            new boolean[] {true, false, true, false}, new double[] {0.5, 0.5, 0.5, 0.1});

    assertEquals(0.3, fit.threshold(), 1e-12);
    assertEquals(0.75, fit.balanced());
    assertEquals(0.5, fit.falseVoice());
  }

  @Test
  void framesOfOneKindAreRefused() {
    assertEquals(
        "expected frames with a voice and frames without, found 2 of 2 with one; add songs",
        assertThrows(
                IllegalArgumentException.class,
                () -> ThresholdFit.of(new boolean[] {true, true}, new double[] {1, 1}))
            .getMessage());
  }
}
