package dev.isolator.server.worker;

/// How a worker process ended.
public sealed interface Answer {
  /// It did what it was told.
  record Done(SeparatedSong song) implements Answer {}

  /// It did not.
  ///
  /// @param kind as in the interface's `JobFailure`
  /// @param reason a sentence for people
  record Failed(String kind, String reason) implements Answer {}

  /// It was ended, because nobody wants its work any more.
  record Unwanted() implements Answer {}
}
