package dev.isolator.dataset.midi;

import java.util.Locale;

/// The stem to which the notes of a MIDI channel belong.
public enum Part {
  /// Channel 10.
  DRUMS,
  /// Programs 33 to 40 of General MIDI, and contrabass.
  BASS,
  /// All others.
  OTHER;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The part of a channel that plays a program.
  ///
  /// @param channel 0 to 15
  /// @param program 0 to 127
  public static Part of(int channel, int program) {
    if (channel == 9) {
      return DRUMS;
    }
    return (program >= 32 && program <= 39) || program == 43 ? BASS : OTHER;
  }
}
