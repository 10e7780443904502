/// MIDI songs: Standard MIDI Files as lists of events and notes.
///
/// [MidiSong] reads a file and resolves its tempo changes. [Part] assigns channels and programs to
/// the stems drums, bass and other. Times are in seconds, keys are MIDI note numbers (60 is middle
/// C), channels are counted from 0.
@NullMarked
package dev.isolator.dataset.midi;

import org.jspecify.annotations.NullMarked;
