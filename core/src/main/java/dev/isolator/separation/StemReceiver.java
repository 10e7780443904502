package dev.isolator.separation;

import dev.isolator.audio.AudioException;

/// Takes stems, block by block, as they are ready.
@FunctionalInterface
public interface StemReceiver {
  /// The most frames that are handed over at once: buffers of so many frames take any block.
  int MAX_FRAMES = 16_384;

  /// Called with consecutive frames of the song, from its first to its last.
  ///
  /// @param stems `[stems][channels][≥ frames]` in the model's order, full scale ±1.0, may go over;
  ///   they sum to `mix`. The arrays are used again: copy what is to be kept
  /// @param mix `[channels][≥ frames]`, the song itself
  /// @param frames samples per channel that count, 1 to [#MAX_FRAMES]
  void receive(float[][][] stems, float[][] mix, int frames) throws AudioException;

  /// Refuses a block of more frames than may be handed over at once, or of none.
  static void checkFrames(int frames) {
    if (frames < 1 || frames > MAX_FRAMES) {
      throw new IllegalArgumentException(
          "a block of stems must have from 1 to %d frames, had %d".formatted(MAX_FRAMES, frames));
    }
  }
}
