package dev.isolator.voice;

/// A stretch in which somebody sings.
///
/// @param startSeconds at least 0
/// @param endSeconds past `startSeconds`
public record VoiceSpan(double startSeconds, double endSeconds) {
  public VoiceSpan {
    if (!(startSeconds >= 0
        && endSeconds > startSeconds
        && endSeconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a span must have 0 ≤ start < end, was %s to %s".formatted(startSeconds, endSeconds));
    }
  }

  /// How long it lasts.
  public double seconds() {
    return endSeconds - startSeconds;
  }
}
