package dev.isolator;

import java.nio.file.Path;

/// What a song is called when nobody says.
final class SongName {
  private SongName() {}

  /// The file's name without its ending: `song` for `a/song.mp3`; names that begin with their only
  /// dot stay whole.
  static String of(Path file) {
    Path last = file.getFileName();
    String name = last == null ? file.toString() : last.toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
