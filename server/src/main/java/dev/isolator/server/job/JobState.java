package dev.isolator.server.job;

import java.util.Locale;

/// Where a job is. The last three are ends: nothing leads out of them.
public enum JobState {
  QUEUED,
  RUNNING,
  DONE,
  FAILED,
  CANCELLED;

  /// As the interface and the database write it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static JobState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /// Whether it has ended.
  public boolean isEnd() {
    return this == DONE || this == FAILED || this == CANCELLED;
  }
}
