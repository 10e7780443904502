package dev.isolator.server.worker;

import org.jspecify.annotations.Nullable;

/// A line that a worker process writes: one of the three. The last line is `done` or `failed`.
///
/// @param progress share of the song that is done, 0 to 1
/// @param done the command was carried out
/// @param failed it could not be carried out
record WorkerMessage(
    @Nullable Double progress,
    WorkerOutcome.@Nullable Done done,
    WorkerOutcome.@Nullable Failed failed) {

  static WorkerMessage progress(double share) {
    return new WorkerMessage(share, null, null);
  }

  static WorkerMessage separated(SeparatedSong song) {
    return new WorkerMessage(null, new WorkerOutcome.Done(song), null);
  }

  static WorkerMessage transcoded() {
    return new WorkerMessage(null, new WorkerOutcome.Done(null), null);
  }

  /// @param reason a sentence for people, without paths
  static WorkerMessage failed(String kind, String reason) {
    return new WorkerMessage(null, null, new WorkerOutcome.Failed(kind, reason));
  }
}
