package dev.isolator.voice;

/// Turns a score per frame into spans: voice begins where the score reaches `on` and lasts until it
/// falls below `off`; pauses shorter than a breath are bridged, voices shorter than a syllable are
/// dropped.
///
/// @param on score at which voice begins; NaN scores count as no voice
/// @param off score below which it ends, at most `on`
/// @param leastVoiceSeconds shorter spans are dropped, after bridging
/// @param leastPauseSeconds shorter pauses are bridged
public record Hysteresis(
    double on, double off, double leastVoiceSeconds, double leastPauseSeconds) {
  public Hysteresis {
    if (!(off <= on)) {
      throw new IllegalArgumentException(
          "off must be at most on, were %s and %s".formatted(off, on));
    }
    if (!(leastVoiceSeconds >= 0 && leastPauseSeconds >= 0)) {
      throw new IllegalArgumentException(
          "least seconds must be at least 0, were %s and %s"
              .formatted(leastVoiceSeconds, leastPauseSeconds));
    }
  }

  /// For probabilities: on at 0.6, off below 0.4, 0.1 s of voice, 0.25 s of pause.
  public static Hysteresis defaults() {
    return new Hysteresis(0.6, 0.4, 0.1, 0.25);
  }

  /// The spans of scores.
  ///
  /// @param scores `[frames]`; frame `t` stands for the seconds `t · frameSeconds` to `(t + 1) ·
  ///   frameSeconds`
  public VoiceTimeline spans(float[] scores, double frameSeconds) {
    var tracker = new VoiceTracker(this);
    for (int t = 0; t < scores.length; t++) {
      tracker.heard(t * frameSeconds, (t + 1) * frameSeconds, scores[t]);
    }
    return tracker.timeline(Double.POSITIVE_INFINITY);
  }
}
