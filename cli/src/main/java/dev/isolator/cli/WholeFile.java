package dev.isolator.cli;

import dev.isolator.audio.AudioException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes small files whole or not at all: a temporary file beside it, on the disk, then renamed.
final class WholeFile {
  private WholeFile() {}

  /// Replaces a file; its folder is made if missing.
  static void write(Path file, byte[] bytes) throws AudioException {
    var target = file.toAbsolutePath();
    var part = target.resolveSibling("." + target.getFileName() + ".part");
    try {
      Files.createDirectories(target.getParent());
      try {
        try (var channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
          for (var left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
            channel.write(left);
          }
          channel.force(true);
        }
        Files.move(
            part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw AudioException.unwritable(file.toString(), e);
    }
  }
}
