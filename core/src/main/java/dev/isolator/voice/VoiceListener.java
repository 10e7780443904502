package dev.isolator.voice;

/// Is told, frame by frame, how likely it is that somebody sings.
@FunctionalInterface
public interface VoiceListener {
  /// Ignores it.
  VoiceListener NONE = (startSeconds, endSeconds, probability) -> {};

  /// Called with consecutive frames of a song, from its first to its last.
  ///
  /// @param startSeconds where the frame begins; it may be half a frame before the song
  /// @param endSeconds where it ends, past `startSeconds`; the last frame may end after the song
  /// @param probability that somebody sings, 0 to 1
  void heard(double startSeconds, double endSeconds, float probability);
}
