package dev.isolator.separation;

import dev.isolator.audio.AudioException;

/// All stems of a model → one of them and what it leaves of the mix, which is the sum of all
/// others.
public final class SingleStem implements StemReceiver {
  private final int index;
  private final StemReceiver receiver;

  /// `[the stem, the rest][channels][MAX_FRAMES]`; the first is the caller's own.
  private final float[][][] pair;

  /// @param index of the stem among the model's
  /// @param channels of the song
  /// @param receiver takes the two
  public SingleStem(int index, int channels, StemReceiver receiver) {
    this.index = index;
    this.receiver = receiver;
    this.pair = new float[2][channels][MAX_FRAMES];
  }

  @Override
  public void receive(float[][][] stems, float[][] mix, int frames) throws AudioException {
    pair[0] = stems[index];
    Remainder.leave(pair, mix, frames);
    receiver.receive(pair, mix, frames);
  }
}
