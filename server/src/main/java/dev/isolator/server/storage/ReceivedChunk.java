package dev.isolator.server.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A chunk of an upload in a file of this machine, as far as it came.
///
/// @param bytes that came
/// @param broken why no more came; null = the chunk has ended
record ReceivedChunk(Path file, long bytes, @Nullable IOException broken) {
  private static final int COPY_BYTES = 1 << 16;

  /// Copies a chunk until it ends or breaks.
  ///
  /// @param most bytes to take at most
  /// @throws ChunkTooLongException if more come
  static ReceivedChunk of(InputStream chunk, Path file, long most) throws IOException {
    long bytes = 0;
    IOException broken = null;
    try (var out = Files.newOutputStream(file)) {
      var buffer = new byte[COPY_BYTES];
      while (true) {
        int n;
        try {
          n = chunk.read(buffer);
        } catch (IOException e) {
          broken = e;
          break;
        }
        if (n < 0) {
          break;
        }
        if (bytes + n > most) {
          throw new ChunkTooLongException(most);
        }
        out.write(buffer, 0, n);
        bytes += n;
      }
    }
    return new ReceivedChunk(file, bytes, broken);
  }
}
