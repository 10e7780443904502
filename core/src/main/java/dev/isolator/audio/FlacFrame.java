package dev.isolator.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The place of a flac frame in its song, read from the frame's own header: after a damaged frame,
/// FFmpeg's parser no longer knows it.
///
/// Source: RFC 9639, sections 8.2 (streaminfo) and 9.1 (frame header, coded number).
final class FlacFrame {
  private FlacFrame() {}

  /// The number of the frame's first sample, or -1 where there is no frame header.
  ///
  /// @param packet starts with a frame
  /// @param streamInfo starts with the smallest block size, 16 bits; -1 comes back without it
  static long position(ByteBuffer packet, ByteBuffer streamInfo) {
    packet.order(ByteOrder.BIG_ENDIAN);
    streamInfo.order(ByteOrder.BIG_ENDIAN);
    if (packet.remaining() < 11 || streamInfo.remaining() < 2) {
      return -1;
    }
    int start = packet.position();
    int sync = Short.toUnsignedInt(packet.getShort(start));
    if ((sync & 0xfffe) != 0xfff8) {
      return -1;
    }
    long number = codedNumber(packet, start + 4);
    boolean counted = (sync & 1) == 0; // frames of one size are counted, others say their sample
    int blockSize = Short.toUnsignedInt(streamInfo.getShort(streamInfo.position()));
    return number < 0 || !counted ? number : number * blockSize;
  }

  /// A number of up to 36 bits, coded as UTF-8 codes up to 31.
  private static long codedNumber(ByteBuffer packet, int at) {
    int lead = packet.get(at) & 0xff;
    int length = Integer.numberOfLeadingZeros(~(lead << 24)); // leading ones
    if (length == 0) {
      return lead;
    }
    if (length == 1 || length > 7) {
      return -1;
    }
    long number = lead & (0x7f >> length);
    for (int i = 1; i < length; i++) {
      int next = packet.get(at + i) & 0xff;
      if ((next & 0xc0) != 0x80) {
        return -1;
      }
      number = number << 6 | (next & 0x3f);
    }
    return number;
  }
}
