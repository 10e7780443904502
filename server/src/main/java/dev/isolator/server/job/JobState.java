package dev.isolator.server.job;

import java.util.Locale;

/// The state of a job. The last three are final.
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

  /// Whether the state is final.
  public boolean isEnd() {
    return this == DONE || this == FAILED || this == CANCELLED;
  }
}
