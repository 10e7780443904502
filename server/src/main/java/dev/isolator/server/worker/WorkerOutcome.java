package dev.isolator.server.worker;

import org.jspecify.annotations.Nullable;

/// How a worker process ended.
public sealed interface WorkerOutcome {
  /// It carried its command out.
  ///
  /// @param song what was separated; missing after a transcoding
  record Done(@Nullable SeparatedSong song) implements WorkerOutcome {}

  /// It did not carry its command out.
  ///
  /// @param kind as in the interface's `JobFailure`
  /// @param reason a sentence for people
  record Failed(String kind, String reason) implements WorkerOutcome {}

  /// It was ended because its result is not wanted any more.
  record Cancelled() implements WorkerOutcome {}
}
