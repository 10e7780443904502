package dev.isolator.evaluate.songs;

import java.nio.file.Path;

/// A part of an audio file: one track, one or all channels, a stretch of time.
///
/// @param track which of the file's sound tracks, 0 = the first, or [#BEST_TRACK]
/// @param channel one channel from 0, or [#ALL_CHANNELS]
/// @param startSeconds where it begins in the file
/// @param durationSeconds how long it is, +∞ = to the end of the file
public record AudioRegion(
    Path file, int track, int channel, double startSeconds, double durationSeconds) {
  public static final int ALL_CHANNELS = -1;

  /// The track that FFmpeg finds best: the one marked as default, or with the most channels.
  public static final int BEST_TRACK = -1;

  /// A whole file.
  public static AudioRegion of(Path file) {
    return new AudioRegion(file, BEST_TRACK, ALL_CHANNELS, 0, Double.POSITIVE_INFINITY);
  }

  AudioRegion track(int number) {
    return new AudioRegion(file, number, channel, startSeconds, durationSeconds);
  }

  AudioRegion channel(int number) {
    return new AudioRegion(file, track, number, startSeconds, durationSeconds);
  }
}
