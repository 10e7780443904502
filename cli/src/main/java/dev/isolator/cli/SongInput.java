package dev.isolator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A song given to a command: a file or standard input.
///
/// @param file where it is, or null for standard input
record SongInput(@Nullable Path file) {
  static final SongInput PIPE = new SongInput(null);

  /// Its name in messages: the file as it was given or found, `-` for standard input.
  String shown() {
    return file == null ? "-" : file.toString();
  }

  /// Adds the song's own path, and the one behind links.
  void addPaths(Set<Path> paths) {
    if (file != null) {
      paths.add(file.toAbsolutePath().normalize());
      try {
        paths.add(file.toRealPath());
      } catch (IOException _) {
        // the file is missing, which is reported when its turn comes
      }
    }
  }

  /// The value of `{song}`, before it is made unique: the file's name without its ending. A file
  /// called `mixture`, as in data sets with a folder for each song, has its folder's name.
  String name() {
    var fileName = file == null ? null : file.getFileName();
    if (fileName == null) {
      return "stdin";
    }
    var name = fileName.toString();
    int dot = name.lastIndexOf('.');
    var song = dot > 0 ? name.substring(0, dot) : name;
    var folder = file == null ? null : file.toAbsolutePath().normalize().getParent();
    var folderName = folder == null ? null : folder.getFileName();
    return song.equalsIgnoreCase("mixture") && folderName != null ? folderName.toString() : song;
  }
}
