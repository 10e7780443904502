package dev.isolator.voice;

import java.util.ArrayList;
import java.util.List;

/// Turns probabilities into spans while they come in, by the rules of a [Hysteresis]. It holds the
/// spans that were found and nothing of the frames. One thread at a time.
public final class VoiceTracker implements VoiceListener {
  private final Hysteresis hysteresis;
  private final List<VoiceSpan> spans = new ArrayList<>();

  /// Where the voice that is heard now began; NaN while there is none.
  private double start = Double.NaN;

  private double end;

  public VoiceTracker(Hysteresis hysteresis) {
    this.hysteresis = hysteresis;
  }

  @Override
  public void heard(double startSeconds, double endSeconds, float probability) {
    boolean singing = !Double.isNaN(start);
    boolean sings = probability >= (singing ? hysteresis.off() : hysteresis.on());
    if (sings) {
      start = singing ? start : Math.max(0, startSeconds);
      end = endSeconds;
    } else if (singing) {
      add(new VoiceSpan(start, end));
      start = Double.NaN;
    }
  }

  private void add(VoiceSpan span) {
    if (!spans.isEmpty()) {
      VoiceSpan last = spans.getLast();
      if (span.startSeconds() - last.endSeconds() < hysteresis.leastPauseSeconds()) {
        spans.removeLast();
        spans.add(new VoiceSpan(last.startSeconds(), span.endSeconds()));
        return;
      }
      dropIfShort(last);
    }
    spans.add(span);
  }

  /// To be called when no later span can be joined to the last one any more.
  private void dropIfShort(VoiceSpan last) {
    if (last.seconds() < hysteresis.leastVoiceSeconds()) {
      spans.removeLast();
    }
  }

  /// The spans so far, a voice that is heard now included. May be called again.
  ///
  /// @param songSeconds where the song ends; nothing is voice after it, +∞ = the last frame's end
  public VoiceTimeline timeline(double songSeconds) {
    var tracker = new VoiceTracker(hysteresis);
    tracker.spans.addAll(spans);
    if (!Double.isNaN(start)) {
      tracker.add(new VoiceSpan(start, end));
    }
    var whole = tracker.spans;
    if (!whole.isEmpty() && whole.getLast().endSeconds() > songSeconds) {
      VoiceSpan last = whole.removeLast();
      if (last.startSeconds() < songSeconds) {
        whole.add(new VoiceSpan(last.startSeconds(), songSeconds));
      }
    }
    if (!whole.isEmpty()) {
      tracker.dropIfShort(whole.getLast());
    }
    return new VoiceTimeline(whole);
  }
}
