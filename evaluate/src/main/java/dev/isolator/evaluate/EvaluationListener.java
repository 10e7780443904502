package dev.isolator.evaluate;

/// Follows the progress of an evaluation. Called from its worker threads, by one at a time.
public interface EvaluationListener {
  /// Ignores everything.
  EvaluationListener NONE = new EvaluationListener() {};

  /// A song was scored for a candidate, or its scores were there from before, or it failed.
  ///
  /// @param done the number of such pairs so far, this one included
  /// @param total the number of all pairs: candidates times songs
  default void finished(String system, String song, int done, int total) {}

  /// A message for the user: a song failed, or a file of earlier scores cannot be used.
  default void problem(String message) {}
}
