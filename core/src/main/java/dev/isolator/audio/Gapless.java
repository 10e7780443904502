package dev.isolator.audio;

/// Whether a decoded song starts and ends where the original did.
public enum Gapless {
  /// The format adds nothing at either end, or its container says exactly what to drop.
  EXACT,
  /// A lossy format whose container does not say what its encoder added: place and length may be
  /// off by an encoder's delay, some 10 to 50 ms.
  UNKNOWN
}
