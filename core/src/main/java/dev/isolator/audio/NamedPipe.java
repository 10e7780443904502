package dev.isolator.audio;

import java.nio.file.Files;
import java.nio.file.Path;

/// A path which is no regular file: a named pipe, `/dev/stdin`, what a shell's `<(…)` stands for.
/// [Decoder#open(Path)] reads it once, from its beginning to its end, as a pipe is.
public final class NamedPipe {
  private NamedPipe() {}

  /// Whether a path must be read so: it exists, and is neither a file nor a folder.
  public static boolean is(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /// Refuses such a path where a song is read more than once, or out of its order.
  public static void refuse(Path path) throws AudioException {
    if (is(path)) {
      throw new AudioException(
          AudioException.Kind.UNREADABLE,
          path.toString(),
          "is a pipe, which can be read once only, expected a file; write it into a file first");
    }
  }
}
