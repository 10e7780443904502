package dev.isolator.dataset.sing;

/// A part of a clip, its place in the track, and its pitch.
///
/// @param at first frame in the track
/// @param frames length in the track
/// @param clip the clip
/// @param start first frame in the clip
/// @param melody semitones against the recording
/// @param gain factor of the amplitude
record ClipPlacement(
    int at, int frames, VoiceClip clip, int start, MelodyCurve melody, double gain) {}
