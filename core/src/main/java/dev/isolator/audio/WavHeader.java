package dev.isolator.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// How much sound a wav file says it has. FFmpeg says so only of files that can seek; this reads it
/// from the first bytes, so that a pipe that breaks off is noticed as a file is.
///
/// Source: Microsoft/IBM *Multimedia Programming Interface and Data Specifications 1.0* (RIFF), EBU
/// Tech 3306 (RF64).
///
/// @param dataStart place of the first byte of sound, or -1 where it is behind the bytes that are
///   known
/// @param dataBytes bytes of sound, or -1 where the header does not say
/// @param frameBytes bytes of a frame, 0 where the header does not say
record WavHeader(long dataStart, long dataBytes, int frameBytes) {
  private static final WavHeader UNKNOWN = new WavHeader(-1, -1, 0);

  /// What writers into pipes put where they do not know the size: all of them 2 GiB or more.
  private static final long UNKNOWN_FROM = 0x7fff_0000L;

  /// Frames in the data chunk, or -1 where the header does not say.
  long frames() {
    return frameBytes > 0 && dataBytes >= 0 ? dataBytes / frameBytes : -1;
  }

  /// The place behind the last byte of sound, or [DeclaredSize#UNKNOWN].
  long end() {
    return dataBytes >= 0 ? dataStart + dataBytes : DeclaredSize.UNKNOWN;
  }

  /// Reads a header as far as it lies in `bytes`.
  static WavHeader of(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 12) {
      return UNKNOWN;
    }
    var form = ascii(in);
    if (form.equals("RIFX")) {
      in.order(ByteOrder.BIG_ENDIAN);
    }
    in.position(12);
    int frameBytes = 0;
    long longSize = -1;
    while (in.remaining() >= 8) {
      var chunk = ascii(in);
      long size = Integer.toUnsignedLong(in.getInt());
      int start = in.position();
      if (chunk.equals("data")) {
        boolean isLong = !form.startsWith("RIF") && longSize >= 0;
        long bytesOfSound = isLong ? longSize : size;
        boolean known = isLong || (size > 0 && size < UNKNOWN_FROM);
        boolean empty = size == 0 && in.remaining() == 0;
        return new WavHeader(start, known || empty ? bytesOfSound : -1, frameBytes);
      }
      if (chunk.equals("fmt ") && in.remaining() >= 14) {
        frameBytes = Short.toUnsignedInt(in.getShort(start + 12));
      } else if (chunk.equals("ds64") && in.remaining() >= 16) {
        longSize = in.getLong(start + 8);
      }
      long next = start + size + (size & 1);
      if (next > bytes.length) {
        return UNKNOWN;
      }
      in.position((int) next);
    }
    return UNKNOWN;
  }

  private static String ascii(ByteBuffer in) {
    var four = new byte[4];
    in.get(four);
    return new String(four, StandardCharsets.ISO_8859_1);
  }
}
