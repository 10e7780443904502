package dev.isolator.server.learning;

import java.util.Locale;

/// Where a run of the learning loop stands.
public enum LearningState {
  QUEUED,
  COLLECTING,
  TRAINING,
  JUDGING,
  /// That was all that was asked for, or there was nothing to learn from.
  COLLECTED,
  PASSED,
  REFUSED,
  FAILED,
  STOPPED;

  /// As the database and the interface have it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state of a text.
  static LearningState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /// Whether nothing follows.
  public boolean isEnd() {
    return switch (this) {
      case QUEUED, COLLECTING, TRAINING, JUDGING -> false;
      case COLLECTED, PASSED, REFUSED, FAILED, STOPPED -> true;
    };
  }
}
