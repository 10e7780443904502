package dev.isolator.audio;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// How many bytes a container says that it has, read from its first bytes: what shows that a file
/// was cut short where no count of frames does.
///
/// | container | from |
/// |---|---|
/// | wav, also with compressed sound | end of the data chunk |
/// | w64 | end of the data chunk |
/// | Matroska, WebM | end of the segment |
/// | ASF (wma) | the file's size |
///
/// Source: RIFF (Multimedia Programming Interface 1.0), EBU Tech 3306; Sony Wave64; RFC 9559
/// (Matroska) and 8794 (EBML), section 4; Advanced Systems Format Specification 1.2, section 3.2.
final class DeclaredSize {
  /// For files that do not say it.
  static final long UNKNOWN = -1;

  private static final int EBML = 0x1a45_dfa3;
  private static final int SEGMENT = 0x1853_8067;
  private static final String W64_DATA = "data\u00f3\u00ac\u00d3\u0011";
  private static final int GUID_BYTES = 16;

  private DeclaredSize() {}

  /// The place of the last byte, plus 1, that the container says there is; [#UNKNOWN] where it does
  /// not say, or says nonsense.
  ///
  /// @param container FFmpeg's short name
  /// @param bytes the file's first ones
  static long of(String container, byte[] bytes) {
    try {
      return switch (container) {
        case "wav" -> WavHeader.of(bytes).end();
        case "w64" -> w64(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        case "matroska" -> matroska(ByteBuffer.wrap(bytes));
        case "asf" -> asf(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        default -> UNKNOWN;
      };
    } catch (IndexOutOfBoundsException
        | BufferUnderflowException
        | IllegalArgumentException
        | ArithmeticException e) {
      return UNKNOWN; // longer than the bytes that are known
    }
  }

  /// Bytes of sound that a w64 says it has, without the padding to a multiple of 8 that follows;
  /// [#UNKNOWN] where it does not say.
  static long w64SoundBytes(byte[] bytes) {
    long end = of("w64", bytes);
    if (end == UNKNOWN) {
      return UNKNOWN;
    }
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    return end - text.indexOf(W64_DATA) - GUID_BYTES - 8;
  }

  private static long w64(ByteBuffer in) {
    long at = GUID_BYTES + 8 + GUID_BYTES; // riff, its size, wave
    while (true) {
      String chunk = text(in, at, 8);
      long size = in.getLong((int) at + GUID_BYTES); // with this header
      if (size < GUID_BYTES + 8) {
        return UNKNOWN;
      }
      if (chunk.equals(W64_DATA)) {
        return size < Long.MAX_VALUE / 2 ? at + size : UNKNOWN;
      }
      at += size + 7 & ~7L;
    }
  }

  private static long matroska(ByteBuffer in) {
    if (in.getInt() != EBML) {
      return UNKNOWN;
    }
    long size = length(in);
    in.position((int) Math.addExact(in.position(), size));
    if (in.getInt() != SEGMENT) {
      return UNKNOWN;
    }
    long segment = length(in);
    return segment < 0 ? UNKNOWN : in.position() + segment;
  }

  /// An EBML length; −1 for the one that means *unknown*.
  private static long length(ByteBuffer in) {
    int first = in.get() & 0xff;
    int more = Integer.numberOfLeadingZeros(first) - 24;
    long value = first & (0x7f >> more);
    boolean allOnes = value == 0x7f >> more;
    for (int i = 0; i < more; i++) {
      int next = in.get() & 0xff;
      allOnes &= next == 0xff;
      value = value << 8 | next;
    }
    return allOnes ? -1 : value;
  }

  /// The file properties object's own size; none for a broadcast.
  private static long asf(ByteBuffer in) {
    long at = GUID_BYTES + 8 + 4 + 2; // the header object's own fields
    while (true) {
      long size = in.getLong((int) at + GUID_BYTES);
      // 8CABDCA1-A947-11CF-8EE4-00C00C205365, the first three parts little endian
      if (in.getInt((int) at) == 0x8cab_dca1 && in.getShort((int) at + 4) == (short) 0xa947) {
        boolean broadcast = (in.getInt((int) at + 88) & 1) != 0;
        long fileSize = in.getLong((int) at + 40);
        return broadcast || fileSize <= 0 ? UNKNOWN : fileSize;
      }
      if (size < GUID_BYTES + 8) {
        return UNKNOWN;
      }
      at += size;
    }
  }

  private static String text(ByteBuffer in, long at, int length) {
    var bytes = new byte[length];
    in.get(Math.toIntExact(at), bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
