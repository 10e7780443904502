package dev.isolator.train.loop;

import java.io.IOException;

/// Receives the events of a run.
public interface RunLog {
  /// One step.
  ///
  /// @param step counted from 1
  /// @param seconds of training so far
  /// @param done share of the budget, 0 to 1
  /// @param loss of this batch
  /// @param norm of the gradient before clipping
  /// @param rate learning rate
  /// @param audioPerSecond seconds of audio trained on per second of this step
  record Step(
      long step,
      double seconds,
      double done,
      double loss,
      double norm,
      double rate,
      double audioPerSecond) {}

  void step(Step step) throws IOException;

  void validation(long step, double seconds, Validation result) throws IOException;

  void warning(String text);
}
