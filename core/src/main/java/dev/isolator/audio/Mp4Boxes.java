package dev.isolator.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The boxes of an mp4 file, read where they stand: what FFmpeg does not tell of them.
///
/// Nothing is believed of a hostile file: a box that ends outside of the one around it ends the
/// search, and so does the 100 000th box. One thread at a time.
///
/// Source: ISO/IEC 14496-12, 4.2 (box structure).
public final class Mp4Boxes {
  private static final long MOST_BOXES = 100_000;
  private static final int HEADER_BYTES = 8;

  private final FileChannel file;
  private long read;

  /// @param file stays the caller's to close
  public Mp4Boxes(FileChannel file) {
    this.file = file;
  }

  /// A box.
  ///
  /// @param body place of the first byte of its content
  /// @param end place behind its last byte
  public record Box(long body, long end) {}

  /// The first box at the end of a path; null where there is none.
  ///
  /// @param kinds such as `moov`, `udta`
  public @Nullable Box find(String... kinds) throws IOException {
    return find(List.of(kinds), new Box(0, file.size()));
  }

  private @Nullable Box find(List<String> kinds, Box around) throws IOException {
    if (kinds.isEmpty()) {
      return around;
    }
    for (Box box = find(kinds.getFirst(), around.body(), around.end());
        box != null;
        box = find(kinds.getFirst(), box.end(), around.end())) {
      Box found = find(kinds.subList(1, kinds.size()), box);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// The first box of a kind in a range of bytes; null where there is none.
  @Nullable Box find(String kind, long from, long to) throws IOException {
    long at = from;
    while (at + HEADER_BYTES <= to && read++ < MOST_BOXES) {
      ByteBuffer header = read(at, HEADER_BYTES);
      if (header.remaining() < HEADER_BYTES) {
        return null;
      }
      long size = Integer.toUnsignedLong(header.getInt());
      var name = new byte[4];
      header.get(name);
      long body = at + HEADER_BYTES;
      if (size == 1) { // 64 bits follow
        ByteBuffer wide = read(body, 8);
        size = wide.remaining() < 8 ? 0 : wide.getLong();
        body += 8;
      }
      long end = size == 0 ? to : at + size; // 0: to the end
      if (end < body || end > to) {
        return null;
      }
      if (new String(name, StandardCharsets.ISO_8859_1).equals(kind)) {
        return new Box(body, end);
      }
      at = end;
    }
    return null;
  }

  /// Whether times are written in 64 bits.
  boolean isWide(Box box) throws IOException {
    ByteBuffer version = read(box.body(), 1);
    return version.hasRemaining() && version.get() == 1;
  }

  /// A number of 32 bits, whose place depends on how times are written.
  long number(Box box, int narrow, int wide) throws IOException {
    ByteBuffer number = read(box.body() + (isWide(box) ? wide : narrow), 4);
    return number.remaining() < 4 ? 0 : Integer.toUnsignedLong(number.getInt());
  }

  /// Bytes from a place on, big endian; fewer where the file ends before.
  public ByteBuffer read(long at, int count) throws IOException {
    var buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) > 0) {
      // until full or at the end
    }
    return buffer.flip();
  }
}
