package dev.isolator.dataset.pair;

import java.util.Locale;

/// Whether a pair may be trained on.
public enum Verdict {
  /// It may.
  ACCEPT,
  /// Somebody should look at it first.
  REVIEW,
  /// It must not.
  REJECT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
