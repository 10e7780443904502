package dev.isolator.evaluate.songs;

import java.nio.file.Path;

/// A file, or a part of one, that holds a stem or a mixture.
///
/// @param track which of the file's sound tracks, 0 = the first, or [#BEST_TRACK]
/// @param channel the one channel that is meant, or [#ALL_CHANNELS]
/// @param startSeconds where it begins in the file
/// @param durationSeconds how much of it, +∞ = to the end
public record Sound(
    Path file, int track, int channel, double startSeconds, double durationSeconds) {
  public static final int ALL_CHANNELS = -1;

  /// The track that is marked as default, or has the most to it.
  public static final int BEST_TRACK = -1;

  /// A whole file.
  public static Sound of(Path file) {
    return new Sound(file, BEST_TRACK, ALL_CHANNELS, 0, Double.POSITIVE_INFINITY);
  }

  Sound track(int number) {
    return new Sound(file, number, channel, startSeconds, durationSeconds);
  }

  Sound channel(int number) {
    return new Sound(file, track, number, startSeconds, durationSeconds);
  }
}
