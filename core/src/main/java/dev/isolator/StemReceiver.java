package dev.isolator;

import dev.isolator.audio.AudioException;

/// Takes stems, block by block, as they are ready.
@FunctionalInterface
public interface StemReceiver {
  /// Called with consecutive frames of the song, from its first to its last.
  ///
  /// @param stems `[stems][channels][≥ frames]` in the model's order, full scale ±1.0, may go over;
  ///   they sum to `mix`. The arrays are used again: copy what is to be kept
  /// @param mix `[channels][≥ frames]`, the song itself
  /// @param frames samples per channel that count, at least 1
  void receive(float[][][] stems, float[][] mix, int frames) throws AudioException;
}
