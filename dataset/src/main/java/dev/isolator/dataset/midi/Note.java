package dev.isolator.dataset.midi;

/// A note of the score.
///
/// @param start seconds
/// @param end seconds, past `start`
/// @param key 60 is middle C
/// @param channel 0 to 15
/// @param part what plays it
public record Note(double start, double end, int key, int channel, Part part) {}
