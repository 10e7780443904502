package dev.isolator.dataset.pair;

import java.util.Locale;

/// Whether a pair may be trained on.
public enum Verdict {
  /// The pair may be used.
  ACCEPT,
  /// A person should examine the pair before it is used.
  REVIEW,
  /// The pair must not be used.
  REJECT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
