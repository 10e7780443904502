package dev.isolator.dataset.sing;

/// A stretch of a clip, where it goes and how it is bent.
///
/// @param at frame of the track
/// @param frames how long it sounds
/// @param start frame of the clip from which it is read
/// @param melody semitones against the recording
/// @param gain amplitude
record ClipPlacement(
    int at, int frames, VoiceClip clip, int start, MelodyCurve melody, double gain) {}
