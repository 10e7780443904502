package dev.isolator.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HysteresisTest {
  private static final Hysteresis PLAIN = new Hysteresis(0.6, 0.4, 0, 0);

  private static List<VoiceSpan> spans(Hysteresis hysteresis, double... scores) {
    var floats = new float[scores.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) scores[i];
    }
    return hysteresis.spans(floats, 0.5).spans();
  }

  @Test
  void voiceBeginsAtOnAndEndsBelowOff() {
    assertEquals(List.of(new VoiceSpan(1, 2.5)), spans(PLAIN, 0.3, 0.5, 0.7, 0.5, 0.45, 0.39, 0.5));
  }

  @Test
  void aVoiceThatLastsToTheEndEndsThere() {
    assertEquals(List.of(new VoiceSpan(0.5, 1.5)), spans(PLAIN, 0, 1, 1));
  }

  @Test
  void shortPausesAreBridgedAndShortVoicesDropped() {
    var strict = new Hysteresis(0.6, 0.4, 0.8, 0.8);
    assertEquals(List.of(new VoiceSpan(0, 1.5)), spans(strict, 1, 0, 1));
    assertEquals(List.of(), spans(strict, 0, 1, 0, 0, 0));
  }

  @Test
  void nothingAndNaNAreNoVoice() {
    assertEquals(List.of(), spans(PLAIN));
    assertEquals(
        List.of(new VoiceSpan(0.5, 1)), spans(PLAIN, Double.NaN, 1, Double.NaN, Double.NaN));
  }

  @Test
  void aTimelineKnowsItsMoments() {
    var timeline = new VoiceTimeline(List.of(new VoiceSpan(1, 2), new VoiceSpan(3, 4.5)));
    assertEquals(2.5, timeline.seconds());
    assertFalse(timeline.isVoice(0.99));
    assertTrue(timeline.isVoice(1));
    assertFalse(timeline.isVoice(2));
    assertTrue(timeline.isVoice(4.49));
    assertFalse(timeline.isVoice(9));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertEquals(
        "off must be at most on, were 0.7 and 0.6",
        assertThrows(IllegalArgumentException.class, () -> new Hysteresis(0.6, 0.7, 0, 0))
            .getMessage());
    assertEquals(
        "a span must have 0 ≤ start < end, was 2.0 to 2.0",
        assertThrows(IllegalArgumentException.class, () -> new VoiceSpan(2, 2)).getMessage());
    assertEquals(
        "spans must be in order and apart, was VoiceSpan[startSeconds=1.0, endSeconds=3.0] after VoiceSpan[startSeconds=0.0, endSeconds=2.0]",
        assertThrows(
                IllegalArgumentException.class,
                () -> new VoiceTimeline(List.of(new VoiceSpan(0, 2), new VoiceSpan(1, 3))))
            .getMessage());
  }
}
