package dev.isolator.dataset.manifest;

import java.util.Locale;

/// The kind of an entry.
public enum Kind {
  /// Stems of one recording, synchronous.
  SONG,
  /// Clips of one voice; the stem is `vocals`.
  VOICE,
  /// Music without voice; the stem is `music`.
  INSTRUMENTAL,
  /// Notes to be rendered; the stem `music` is the MIDI file.
  MIDI,
  /// A mix and its vocals, aligned by [dev.isolator.dataset.pair].
  PAIR;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
