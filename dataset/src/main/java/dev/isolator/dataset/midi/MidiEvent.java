package dev.isolator.dataset.midi;

/// A MIDI channel message with its time.
///
/// @param seconds time from the song's start
/// @param command 0x80 note off, 0x90 note on, 0xB0 controller, 0xC0 program, 0xD0 pressure, 0xE0
///   bend
/// @param channel 0 to 15
/// @param data1 0 to 127
/// @param data2 0 to 127
public record MidiEvent(double seconds, int command, int channel, int data1, int data2) {
  /// Whether a note starts; a note-on with velocity 0 is a note-off.
  public boolean isNoteOn() {
    return command == 0x90 && data2 > 0;
  }

  /// Whether a note ends.
  public boolean isNoteOff() {
    return command == 0x80 || (command == 0x90 && data2 == 0);
  }
}
