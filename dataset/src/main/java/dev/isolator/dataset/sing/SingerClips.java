package dev.isolator.dataset.sing;

import java.util.List;

/// The clips of one singer.
///
/// @param name the manifest's artist, and the speaker where the artist is several people
/// @param clips in manifest order, at least one
/// @param weight probability of this singer relative to the others
record SingerClips(String name, List<VoiceClip> clips, double weight) {}
