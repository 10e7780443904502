package dev.isolator.dataset.manifest;

import java.util.Locale;

/// The purpose of an entry. An artist belongs to one split only.
public enum Split {
  TRAIN,
  VALIDATION,
  EVALUATION;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
