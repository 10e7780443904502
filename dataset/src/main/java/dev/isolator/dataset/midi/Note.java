package dev.isolator.dataset.midi;

/// A note.
///
/// @param start in seconds
/// @param end in seconds, greater than `start`
/// @param key MIDI note number, 60 is middle C
/// @param channel 0 to 15
/// @param part the part that plays it
public record Note(double start, double end, int key, int channel, Part part) {}
