package dev.isolator.dataset.manifest;

import java.util.Locale;

/// What an entry is for. One artist never stands in two of them.
public enum Split {
  TRAIN,
  VALIDATION,
  EVALUATION;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
