package dev.isolator.dataset.intake;

import java.nio.file.Path;
import java.util.List;

/// Where a stem's sound is.
///
/// @param file the file
/// @param track number of the audio track in it, or −1 for its only one
/// @param channels which channels of it, from 0, in the order of the file; empty for all
record StemSource(Path file, int track, List<Integer> channels) {
  static StemSource whole(Path file) {
    return new StemSource(file, -1, List.of());
  }

  /// Whether a manifest can name the file as it is.
  boolean isWhole() {
    return track < 0 && channels.isEmpty();
  }
}
