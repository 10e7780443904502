package dev.isolator.dataset.sing;

import java.util.List;

/// A singer.
///
/// @param name the manifest's artist
/// @param clips in manifest order, at least one
/// @param weight how often to draw this singer, against the others
record SingerClips(String name, List<VoiceClip> clips, double weight) {}
