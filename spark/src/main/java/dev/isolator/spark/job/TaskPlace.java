package dev.isolator.spark.job;

import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/// Where an attempt runs: its task, and the executor.
final class TaskPlace {
  private final TaskContext task;
  private final String executor;

  private TaskPlace(TaskContext task, String executor) {
    this.task = task;
    this.executor = executor;
  }

  /// That of the task which runs on this thread.
  static TaskPlace here() {
    SparkEnv environment = SparkEnv.get();
    return new TaskPlace(
        TaskContext.get(),
        environment.executorId() + "@" + environment.blockManager().blockManagerId().host());
  }

  /// Which attempt at its partition it is, from 0.
  int attempt() {
    return task.attemptNumber();
  }

  /// A number that no other attempt of the application has.
  long attemptId() {
    return task.taskAttemptId();
  }

  /// The executor's number and host, `3@node-7`.
  String executor() {
    return executor;
  }

  /// Whether somebody wants the task to end: the user, or Spark because a twin was quicker. Any
  /// thread.
  boolean isKilled() {
    return task.isInterrupted();
  }
}
