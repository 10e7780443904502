package dev.isolator.dataset.intake;

import java.nio.file.Path;
import java.util.List;

/// The audio of a stem, or a part of it: a file, a track of a file, or some of its channels.
///
/// @param file the file
/// @param track number of the audio track in it, or −1 for its only one
/// @param channels channel numbers from 0, in the order of the file; empty for all
record StemSource(Path file, int track, List<Integer> channels) {
  static StemSource whole(Path file) {
    return new StemSource(file, -1, List.of());
  }

  /// Whether it is a whole file, which a manifest can refer to without copying it.
  boolean isWhole() {
    return track < 0 && channels.isEmpty();
  }
}
