package dev.isolator.render;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The samples of a file that went over full scale, in order: what was cut off when the file was
/// written, so that it can be put back when the file is turned down.
///
/// The first [#IN_MEMORY] are held in memory, the others in a temporary file: 12 bytes each.
final class Overs implements AutoCloseable {
  static final int IN_MEMORY = 1 << 16;
  private static final int RECORD_BYTES = 12;

  /// Gives a place for a temporary file.
  @FunctionalInterface
  interface Room {
    Path file() throws IOException;
  }

  private final Room room;
  private final ByteBuffer head = ByteBuffer.allocate(IN_MEMORY * RECORD_BYTES);
  private @Nullable ByteBuffer tail;
  private @Nullable FileChannel file;
  private long count;

  Overs(Room room) {
    this.room = room;
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
      file = FileChannel.open(room.file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
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

  /// Steps through the overs.
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
