package dev.isolator.separation;

import dev.isolator.audio.AudioException;
import dev.isolator.model.ModelException;

/// A song given and taken apart block by block, for callers who have samples in memory. Blocks may
/// have any size; it changes no bit of what comes out. One thread at a time, the receiver is called
/// on it.
///
/// The stems lag behind: a network that looks ahead needs some seconds of the song before it can
/// answer for the first.
public sealed interface BlockSeparation extends AutoCloseable
    permits MaskSeparation,
        SegmentSeparation,
        ResampledSeparation,
        StandardisedSeparation,
        SongSeparation,
        EnsembleSeparation,
        EnergyVoice,
        MedianVoice,
        DetectedVoice,
        VoiceAlone {
  /// Gives the song's next frames.
  ///
  /// @param block `[channels][≥ frames]`, full scale ±1.0, finite
  void write(float[][] block, int frames) throws AudioException, ModelException;

  /// Ends the song: the receiver gets all that is left. Call it once.
  void finish() throws AudioException, ModelException;

  /// Frees what a song that was given up holds; after [#finish()] there is nothing left to free.
  @Override
  default void close() {}
}
