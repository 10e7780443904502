package dev.isolator.separation;

/// Takes a song's samples, block by block, as they are listened to.
@FunctionalInterface
public interface MixReceiver {
  /// Called with consecutive frames of the song, from its first to its last.
  ///
  /// @param mix `[channels][≥ frames]`, full scale ±1.0. The arrays are used again: copy what is to
  ///   be kept
  /// @param frames samples per channel that count, 1 to [StemReceiver#MAX_FRAMES]
  void receive(float[][] mix, int frames);
}
