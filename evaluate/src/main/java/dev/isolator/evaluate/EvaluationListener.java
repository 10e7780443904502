package dev.isolator.evaluate;

/// Hears how far an evaluation is. Called from its worker threads, by one at a time.
public interface EvaluationListener {
  /// Hears nothing.
  EvaluationListener NONE = new EvaluationListener() {};

  /// A candidate's song is done, or was there from before, or failed.
  ///
  /// @param done how many are, this one included
  /// @param total how many there are: candidates times songs
  default void finished(String system, String song, int done, int total) {}

  /// Something a user should know now: a song that failed, or a file of scores that was no use.
  default void problem(String message) {}
}
