package dev.isolator.train.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/// The place where a file is written before it is moved to its own.
public final class PartFile {
  private PartFile() {}

  /// Makes an empty hidden file beside another one. Unlike Java's temporary files, which nobody
  /// else may read, it has the permissions that the user's other files have, and keeps them when
  /// moved.
  ///
  /// @throws IOException if the folder is missing or may not be written to
  public static Path beside(Path file) throws IOException {
    var name =
        ".%s.%016x.part".formatted(file.getFileName(), ThreadLocalRandom.current().nextLong());
    return Files.createFile(file.toAbsolutePath().resolveSibling(name));
  }
}
