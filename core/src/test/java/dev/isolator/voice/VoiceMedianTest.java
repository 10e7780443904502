package dev.isolator.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoiceMedianTest {
  /// Frames of 0.1 s, a window of five.
  private static List<String> told(float... probabilities) {
    var told = new ArrayList<String>();
    var median =
        new VoiceMedian(
            0.4, (start, end, p) -> told.add("%.1f-%.1f %.1f".formatted(start, end, p)));
    for (int t = 0; t < probabilities.length; t++) {
      median.heard(0.1 * t, 0.1 * (t + 1), probabilities[t]);
    }
    median.finish();
    return told;
  }

  @Test
  void everyFrameIsToldOnceWithTheMedianAroundIt() {
    assertEquals(
        List.of(
            "0.0-0.1 0.2", // of 0, 0, 0.9, 0.2, 0.8
            "0.1-0.2 0.7",
            "0.2-0.3 0.7",
            "0.3-0.4 0.2",
            "0.4-0.5 0.1",
            "0.5-0.6 0.0"),
        told(0.9f, 0.2f, 0.8f, 0.7f, 0, 0.1f));
  }

  @Test
  void aLoneFrameIsNoVoice() {
    assertEquals("0.3-0.4 0.0", told(0, 0, 0, 1, 0, 0, 0).get(3));
    assertEquals("0.3-0.4 1.0", told(1, 1, 1, Float.NaN, 1, 1, 1).get(3));
  }

  @Test
  void shortSongsAreToldWhole() {
    assertEquals(List.of(), told());
    assertEquals(List.of("0.0-0.1 0.0"), told(1));
    assertEquals(3, told(1, 1, 1).size());
  }

  @Test
  void noWindowIsRefused() {
    assertEquals(
        "seconds must be above 0, were 0.0",
        assertThrows(IllegalArgumentException.class, () -> new VoiceMedian(0, VoiceListener.NONE))
            .getMessage());
  }
}
