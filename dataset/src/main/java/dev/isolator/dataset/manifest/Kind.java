package dev.isolator.dataset.manifest;

import java.util.Locale;

/// What an entry is.
public enum Kind {
  /// Stems of one recording, in step.
  SONG,
  /// Clips of one voice; the stem is `vocals`.
  VOICE,
  /// Music without voice; the stem is `music`.
  INSTRUMENTAL,
  /// Notes to be rendered; the stem `music` is the MIDI file.
  MIDI,
  /// Mix and vocals, made by the pair builder.
  PAIR;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
