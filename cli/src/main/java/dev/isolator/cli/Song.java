package dev.isolator.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A song to take apart.
///
/// @param file where it is, or null for standard input
record Song(@Nullable Path file) {
  static final Song PIPE = new Song(null);

  /// What to call it in messages: the file as it was given or found, `-` for standard input.
  String shown() {
    return file == null ? "-" : file.toString();
  }

  /// What `{song}` stands for, before it is made unique: the file's name without its ending.
  String name() {
    var fileName = file == null ? null : file.getFileName();
    if (fileName == null) {
      return "stdin";
    }
    var name = fileName.toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
