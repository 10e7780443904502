package dev.isolator.spark.song;

import dev.isolator.cli.SongEndings;

/// A guess at a song's seconds from its bytes and its name's ending, for the order in which songs
/// are begun. Nothing else depends on it.
///
/// | ending | kB a second | as of |
/// |---|---|---|
/// | wav, aiff, au, w64, rf64 | 176.4 | 44.1 kHz, stereo, 16 bits |
/// | flac, ape, wv, tta | 110 | the same, at 5/8 of its size |
/// | others | 24 | 192 kbit/s |
public final class SongWeight {
  private SongWeight() {}

  /// Seconds, above 0.
  ///
  /// @param bytes 0 or more
  public static double of(String fileName, long bytes) {
    double bytesPerSecond =
        switch (SongEndings.of(fileName)) {
          case "wav", "wave", "aif", "aiff", "aifc", "au", "snd", "w64", "rf64", "bwf", "caf" ->
              176_400;
          case "flac", "ape", "wv", "tta" -> 110_000;
          default -> 24_000;
        };
    return (1 + bytes) / bytesPerSecond;
  }
}
