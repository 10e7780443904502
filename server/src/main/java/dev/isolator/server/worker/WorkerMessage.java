package dev.isolator.server.worker;

import org.jspecify.annotations.Nullable;

/// A line that a worker process answers: one of the three. The last line is `done` or `failed`.
///
/// @param progress share of the song that is done, 0 to 1
/// @param done what was made
/// @param failed why not
record Report(@Nullable Double progress, @Nullable SeparatedSong done, @Nullable Failure failed) {

  /// @param kind as in the interface's `JobFailure`
  /// @param reason a sentence for people, without paths
  record Failure(String kind, String reason) {}

  static Report progress(double share) {
    return new Report(share, null, null);
  }

  static Report done(SeparatedSong song) {
    return new Report(null, song, null);
  }

  static Report failed(String kind, String reason) {
    return new Report(null, null, new Failure(kind, reason));
  }
}
