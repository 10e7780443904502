package dev.isolator.mask;

/// Whether the vocals are silenced where the network says that nobody sings.
public enum VoiceGating {
  /// Where the model's card asks for it; the default.
  BY_CARD,
  ON,
  OFF
}
