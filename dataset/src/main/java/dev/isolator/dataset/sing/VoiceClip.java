package dev.isolator.dataset.sing;

/// A clip of one voice.
///
/// @param samples `[frames]`, mono
/// @param pitch MIDI note number of the median pitch, or NaN where nothing is voiced
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record VoiceClip(float[] samples, double pitch) {}
