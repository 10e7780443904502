package dev.isolator.spark.job;

import java.util.function.BooleanSupplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/// Where an attempt runs: its task, and the executor.
///
/// @param attempt which attempt at its partition it is, from 0
/// @param attemptId a number that no other attempt of the application has
/// @param executor the executor's number and host, `3@node-7`
/// @param killed whether somebody wants the task to end: the user, or Spark because a twin was
///   quicker; any thread may ask
record TaskPlace(int attempt, long attemptId, String executor, BooleanSupplier killed) {
  /// That of the task which runs on this thread.
  static TaskPlace here() {
    TaskContext task = TaskContext.get();
    SparkEnv environment = SparkEnv.get();
    return new TaskPlace(
        task.attemptNumber(),
        task.taskAttemptId(),
        environment.executorId() + "@" + environment.blockManager().blockManagerId().host(),
        task::isInterrupted);
  }

  boolean isKilled() {
    return killed.getAsBoolean();
  }
}
