package dev.isolator.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class VoiceTrackerTest {
  private static final Hysteresis PLAIN = new Hysteresis(0.6, 0.4, 0, 0);

  /// What the words of [Hysteresis] say, done step by step on the whole song.
  private static List<VoiceSpan> plainly(Hysteresis hysteresis, float[] scores) {
    var spans = new ArrayList<VoiceSpan>();
    boolean sings = false;
    int start = 0;
    for (int t = 0; t <= scores.length; t++) {
      double limit = sings ? hysteresis.off() : hysteresis.on();
      boolean now = t < scores.length && scores[t] >= limit;
      if (now && !sings) {
        start = t;
      } else if (!now && sings) {
        spans.add(new VoiceSpan(start, t));
      }
      sings = now;
    }
    for (int i = 1; i < spans.size(); ) {
      var before = spans.get(i - 1);
      if (spans.get(i).startSeconds() - before.endSeconds() < hysteresis.leastPauseSeconds()) {
        spans.set(i - 1, new VoiceSpan(before.startSeconds(), spans.remove(i).endSeconds()));
      } else {
        i++;
      }
    }
    spans.removeIf(span -> span.seconds() < hysteresis.leastVoiceSeconds());
    return spans;
  }

  @RepeatedTest(20)
  void streamsGiveWhatTheWholeSongGives(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var scores = new float[200];
    for (int t = 0; t < scores.length; t++) {
      scores[t] = random.nextFloat();
    }
    var hysteresis = new Hysteresis(0.7, 0.35, random.nextInt(5), random.nextInt(4));

    assertEquals(plainly(hysteresis, scores), hysteresis.spans(scores, 1).spans());
  }

  @Test
  void aTimelineCanBeReadOnTheWay() {
    var tracker = new VoiceTracker(PLAIN);
    tracker.heard(-0.5, 0.5, 1);
    tracker.heard(0.5, 1.5, 1);

    assertEquals(List.of(new VoiceSpan(0, 1.5)), tracker.timeline(9).spans());
    assertEquals(List.of(new VoiceSpan(0, 1.25)), tracker.timeline(1.25).spans());

    tracker.heard(1.5, 2.5, 0);
    tracker.heard(2.5, 3.5, 1);

    assertEquals(
        List.of(new VoiceSpan(0, 1.5), new VoiceSpan(2.5, 3)), tracker.timeline(3).spans());
    assertEquals(List.of(new VoiceSpan(0, 1.5)), tracker.timeline(2.5).spans());
  }
}
