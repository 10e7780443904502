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
  /// Recordings of an instrument's notes, that MIDI files are played on; the stem `music` is the
  /// sound, `notes` the SFZ file that says what is where in it.
  INSTRUMENT,
  /// A mix and its vocals, aligned by [dev.isolator.dataset.pair].
  PAIR;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
