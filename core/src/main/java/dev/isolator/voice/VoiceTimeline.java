package dev.isolator.voice;

import java.util.List;

/// Where somebody sings in a song.
///
/// @param spans in order of time, apart from each other
public record VoiceTimeline(List<VoiceSpan> spans) {
  public VoiceTimeline {
    spans = List.copyOf(spans);
    for (int i = 1; i < spans.size(); i++) {
      if (!(spans.get(i).startSeconds() >= spans.get(i - 1).endSeconds())) {
        throw new IllegalArgumentException(
            "spans must be in order and apart, was %s after %s"
                .formatted(spans.get(i), spans.get(i - 1)));
      }
    }
  }

  /// Seconds with voice.
  public double seconds() {
    return spans.stream().mapToDouble(VoiceSpan::seconds).sum();
  }

  /// Whether somebody sings at a moment; a span holds its start, not its end.
  public boolean isVoice(double seconds) {
    int low = 0;
    int high = spans.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      VoiceSpan span = spans.get(middle);
      if (seconds < span.startSeconds()) {
        high = middle - 1;
      } else if (seconds >= span.endSeconds()) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }
}
