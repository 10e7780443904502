package dev.isolator.mask;

/// Whether the vocals are silenced where nobody sings.
public enum VoiceGating {
  /// Where the model's card asks for it, on the masks, by that network's own voice; the default.
  BY_CARD,

  /// With every model that has vocals, on its stems, by the voice model. Where there is none
  /// ([dev.isolator.SeparatorOptions#OWN_VOICE]), as by the card.
  ON,

  OFF
}
