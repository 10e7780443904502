package dev.isolator.audio;

import java.util.List;

/// A song as a stream of blocks of samples. One thread at a time.
public interface AudioSource extends AutoCloseable {
  /// What is known before the first sample.
  AudioInfo info();

  /// The song's tags; [Tags#NONE] where there are none.
  Tags tags();

  /// Reads the next frames.
  ///
  /// @param block `[channels][≥ frames]`, amplitudes, full scale ±1.0, all finite; overwritten from
  ///   index 0
  /// @param frames the most frames wanted, at least 1
  /// @return frames read, from 1 to `frames`, or -1 at the end of the song
  int read(float[][] block, int frames) throws AudioException;

  /// How many samples so far were NaN or infinite and came out as silence.
  long nonFiniteSamples();

  /// What was wrong with the song that could be read all the same, a sentence each, as far as it
  /// was read.
  default List<String> notes() {
    return List.of();
  }

  @Override
  void close();
}
