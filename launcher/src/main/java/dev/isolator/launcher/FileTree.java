package dev.isolator.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// Folders with all that is in them.
final class FileTree {
  private FileTree() {}

  /// What is in `folder`, itself left out, each folder before its content, in the order of their
  /// names.
  static List<Path> list(Path folder) throws IOException {
    try (var walk = Files.walk(folder)) {
      return walk.filter(path -> !path.equals(folder)).sorted().toList();
    }
  }

  static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (var walk = Files.walk(folder)) {
      deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (var path : deepestFirst) {
      Files.delete(path);
    }
  }
}
