package dev.isolator.render;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The samples of a file that were cut off at full scale when it was written, with the amplitudes
/// that they had. With them the file can be read again and turned down as if nothing had been cut.
///
/// Samples come in the file's order and are read back once, in that order. Each takes 12 bytes: the
/// first [#IN_MEMORY] are held in memory, the others in a temporary file. One thread at a time.
final class ClippedSamples implements AutoCloseable {
  static final int IN_MEMORY = 1 << 16;
  private static final int RECORD_BYTES = 12;

  /// Makes the temporary file when it is first needed.
  @FunctionalInterface
  interface TemporaryFile {
    /// An empty file, which stays the caller's to remove.
    Path create() throws IOException;
  }

  private final TemporaryFile temporary;
  private final ByteBuffer head = ByteBuffer.allocate(IN_MEMORY * RECORD_BYTES);
  private @Nullable ByteBuffer tail;
  private @Nullable FileChannel file;
  private long count;

  ClippedSamples(TemporaryFile temporary) {
    this.temporary = temporary;
  }

  /// How many there are.
  long count() {
    return count;
  }

  /// @param position `frame * channels + channel`, larger than all before
  /// @param amplitude what it was
  void add(long position, float amplitude) throws IOException {
    count++;
    if (head.hasRemaining()) {
      head.putLong(position).putFloat(amplitude);
      return;
    }
    if (tail == null || file == null) {
      tail = ByteBuffer.allocate(1024 * RECORD_BYTES);
      file =
          FileChannel.open(temporary.create(), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
    tail.putLong(position).putFloat(amplitude);
    if (!tail.hasRemaining()) {
      drain(tail, file);
    }
  }

  private static void drain(ByteBuffer from, FileChannel to) throws IOException {
    from.flip();
    while (from.hasRemaining()) {
      to.write(from);
    }
    from.clear();
  }

  /// Reads them once, from the first; nothing may be added any more.
  Cursor cursor() throws IOException {
    head.flip();
    if (tail != null && file != null) {
      drain(tail, file);
      file.position(0);
      tail.limit(0);
    }
    return new Cursor();
  }

  /// Steps through the samples.
  final class Cursor {
    private long position = -1;
    private float amplitude;

    private Cursor() throws IOException {
      next();
    }

    /// Where the current one is; [Long#MAX_VALUE] after the last.
    long position() {
      return position;
    }

    float amplitude() {
      return amplitude;
    }

    void next() throws IOException {
      var from = head.hasRemaining() ? head : filledTail();
      if (from == null) {
        position = Long.MAX_VALUE;
        return;
      }
      position = from.getLong();
      amplitude = from.getFloat();
    }

    private @Nullable ByteBuffer filledTail() throws IOException {
      if (tail == null || file == null) {
        return null;
      }
      if (!tail.hasRemaining()) {
        tail.clear();
        while (tail.hasRemaining() && file.read(tail) >= 0) {}
        tail.flip();
      }
      return tail.hasRemaining() ? tail : null;
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
