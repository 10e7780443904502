package dev.isolator.render;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The tag `encoded_by` with the text `Isolator stem`, which every file that is written has. A scan
/// of folders knows our own outputs by it and skips them, also when they were moved or renamed.
///
/// It is written before all other tags (wav: as the software field), so that it stands in the first
/// [#REACH] bytes of a file; in m4a, whose tags are at the end, in those of the box `moov/udta`.
public final class EncodedByTag {
  static final String KEY = "encoded_by";
  static final String TEXT = "Isolator stem";

  /// How many bytes are searched for the text.
  private static final int REACH = 64 * 1024;

  /// The most boxes of an m4a file that are stepped over.
  private static final int MAX_BOXES = 64;

  private static final int FTYP = 0x66747970;
  private static final int MOOV = 0x6d6f6f76;
  private static final int UDTA = 0x75647461;

  private EncodedByTag() {}

  /// Whether a file was written by Isolator. Reads at most some 128 KiB and decodes nothing.
  /// Folders, pipes and files that are not there are not.
  public static boolean marks(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (var channel = FileChannel.open(file)) {
      var head = read(channel, 0, REACH);
      if (holdsText(head)) {
        return true;
      }
      if (head.limit() < 8 || head.getInt(4) != FTYP) {
        return false;
      }
      long moov = box(channel, 0, channel.size(), MOOV);
      long udta = moov < 0 ? -1 : box(channel, moov + 8, channel.size(), UDTA);
      return udta >= 0 && holdsText(read(channel, udta, REACH));
    }
  }

  /// Where the first box of a type begins, or -1: steps from box to box without entering them.
  private static long box(FileChannel channel, long from, long end, int type) throws IOException {
    long at = from;
    for (int i = 0; i < MAX_BOXES && at >= 0 && at + 8 <= end; i++) {
      var header = read(channel, at, 16);
      if (header.limit() < 8) {
        return -1;
      }
      if (header.getInt(4) == type) {
        return at;
      }
      long size = Integer.toUnsignedLong(header.getInt(0));
      if (size == 1 && header.limit() == 16) {
        size = header.getLong(8);
      }
      if (size < 8) {
        return -1;
      }
      at += size;
    }
    return -1;
  }

  private static ByteBuffer read(FileChannel channel, long from, int bytes) throws IOException {
    var buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, from + buffer.position());
      if (read < 0) {
        break;
      }
    }
    return buffer.flip();
  }

  private static boolean holdsText(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString().contains(TEXT);
  }
}
