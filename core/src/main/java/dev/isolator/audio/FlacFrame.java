package dev.isolator.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What a flac frame's own header says: its place in the song, which FFmpeg's parser no longer
/// knows after a damaged frame, and the size of its samples, which FFmpeg's decoder expects never
/// to change.
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

  /// Bits of a sample; 0 where the header says that they are as in the streaminfo, or is damaged.
  ///
  /// @param packet starts with a frame
  static int bits(ByteBuffer packet) {
    int start = packet.position();
    int length = headerBytes(packet);
    if (length < 0 || packet.remaining() <= length) {
      return 0;
    }
    int crc = 0; // of x⁸ + x² + x + 1
    for (int i = 0; i < length; i++) {
      crc ^= packet.get(start + i) & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc << 1 ^ ((crc & 0x80) != 0 ? 0x107 : 0)) & 0x1ff;
      }
    }
    if ((crc & 0xff) != (packet.get(start + length) & 0xff)) {
      return 0;
    }
    return switch (packet.get(start + 3) >> 1 & 7) {
      case 1 -> 8;
      case 2 -> 12;
      case 4 -> 16;
      case 5 -> 20;
      case 6 -> 24;
      case 7 -> 32;
      default -> 0;
    };
  }

  /// Bytes of the header before its CRC; −1 where there is none.
  private static int headerBytes(ByteBuffer packet) {
    int start = packet.position();
    if (packet.remaining() < 6
        || (packet.get(start) & 0xff) != 0xff
        || (packet.get(start + 1) & 0xfe) != 0xf8) {
      return -1;
    }
    int sizes = packet.get(start + 2) & 0xff;
    int blockSize = sizes >> 4;
    int rate = sizes & 15;
    int leading = Integer.numberOfLeadingZeros(~((packet.get(start + 4) & 0xff) << 24));
    return 4
        + Math.max(1, leading)
        + (blockSize == 6 ? 1 : blockSize == 7 ? 2 : 0)
        + (rate == 12 ? 1 : rate == 13 || rate == 14 ? 2 : 0);
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
