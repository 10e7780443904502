package dev.isolator.audio;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/// The header before each frame of AAC in a raw stream (ADTS, `.aac`).
///
/// Source: ISO/IEC 14496-3, 1.A.2.2 (`adts_fixed_header`, `adts_variable_header`).
final class AdtsHeader {
  /// Where no header stands.
  static final int UNKNOWN = -1;

  /// Bytes of a header without its checksum.
  static final int BYTES = 7;

  /// Bytes that a frame has at most, with its header.
  static final int MOST_FRAME_BYTES = (1 << 13) - 1;

  private static final int SYNC = 0xfff0_0000;
  private static final int SYNC_AND_LAYER = 0xfff6_0000;
  private static final int RATES = 13; // 13 to 15 are reserved
  // Of the first 28 bits all but the private, the original and the home bit.
  private static final int KIND = 0xffff_fdc0;

  private AdtsHeader() {}

  /// Bytes of the frame whose header stands at a place, or [#UNKNOWN].
  ///
  /// @param end of what is known in `in`
  static int frameBytes(byte[] in, int at, int end) {
    if (end - at < BYTES
        || (first(in, at) & SYNC_AND_LAYER) != SYNC
        || (first(in, at) >> 10 & 15) >= RATES) {
      return UNKNOWN;
    }
    int length = statedBytes(in, at);
    return length > BYTES ? length : UNKNOWN;
  }

  /// What stays the same in all headers of a stream: version, profile, sample rate, channels, and
  /// whether there are checksums.
  static int kind(byte[] in, int at) {
    return first(in, at) & KIND;
  }

  /// Whether a packet that begins with a header holds one frame of sound, as nearly all do.
  static boolean holdsOneFrame(AVPacket packet) {
    return packet.size() < BYTES || (packet.data().get(BYTES - 1) & 3) == 0;
  }

  /// How many bits of a header differ from what it should say; 41 bits are compared.
  static int wrongBits(byte[] in, int at, int kind, int frameBytes) {
    return Integer.bitCount(kind(in, at) ^ kind) + wrongBitsOfLength(in, at, frameBytes);
  }

  /// How many bits of a header's frame length differ from what it should say.
  static int wrongBitsOfLength(byte[] in, int at, int frameBytes) {
    return Integer.bitCount(statedBytes(in, at) ^ frameBytes);
  }

  /// Puts into a header what it should say.
  static void mend(byte[] in, int at, int kind, int frameBytes) {
    int first = (first(in, at) & ~KIND) | kind;
    in[at] = (byte) (first >> 24);
    in[at + 1] = (byte) (first >> 16);
    in[at + 2] = (byte) (first >> 8);
    in[at + 3] = (byte) ((first & 0xfc) | frameBytes >> 11);
    in[at + 4] = (byte) (frameBytes >> 3);
    in[at + 5] = (byte) ((in[at + 5] & 0x1f) | (frameBytes & 7) << 5);
  }

  private static int statedBytes(byte[] in, int at) {
    return (in[at + 3] & 3) << 11 | (in[at + 4] & 0xff) << 3 | (in[at + 5] & 0xff) >> 5;
  }

  private static int first(byte[] in, int at) {
    return (in[at] & 0xff) << 24
        | (in[at + 1] & 0xff) << 16
        | (in[at + 2] & 0xff) << 8
        | (in[at + 3] & 0xff);
  }
}
