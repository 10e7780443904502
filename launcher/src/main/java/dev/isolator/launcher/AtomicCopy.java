package dev.isolator.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/// Writes a file whole or not at all: to a hidden file beside it, onto the disk (fsync), then
/// renamed.
///
/// The library has the same as `dev.isolator.file.AtomicFile`. This package has one of its own
/// because it runs from source before the library is compiled. Hidden files that a killed build
/// left are removed by the next one, see [AppFolder]: only one build at a time runs in a checkout.
final class AtomicCopy {
  /// What the names of hidden files end in.
  static final String SUFFIX = ".partial";

  private static final AtomicLong NUMBER = new AtomicLong();

  private AtomicCopy() {}

  /// Copies a stream to a file, in place of one that is there. The stream stays open.
  ///
  /// @param file in a folder that exists
  static void of(InputStream content, Path file) throws IOException {
    var partial =
        file.resolveSibling(
            ".%s-%d-%d%s"
                .formatted(
                    file.getFileName(),
                    ProcessHandle.current().pid(),
                    NUMBER.getAndIncrement(),
                    SUFFIX));
    try {
      Files.copy(content, partial);
      try (var channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
