package dev.isolator.server.security;

/// Who asks.
///
/// @param owner whose jobs they are: `key:ID`, `local`, or nobody's (empty)
/// @param address where from, for limits and the log
public record Caller(String owner, String address) {
  /// Whether it is known who it is.
  public boolean isKnown() {
    return !owner.isEmpty();
  }
}
