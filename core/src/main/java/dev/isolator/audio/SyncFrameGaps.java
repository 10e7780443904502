package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_EAC3;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/// What is missing between frames that are stored one behind the other without lengths or times:
/// mp3, AC-3, DTS, alone or inside a wav.
///
/// FFmpeg looks for the next sync word where a frame is damaged, and leaves what it passes over at
/// the end of the packet before. As many frames as fit into those bytes are missing: exactly where
/// all frames have one bit rate, else about as many. Tags that somebody wrote between two songs are
/// no sound.
final class SyncFrameGaps {
  private final int codec;
  private long frames;
  private long frameBytes; // of all frames
  private long passedOver; // bytes behind the latest packet's frame
  private long tagEnd = -1; // place behind a tag that goes on past its packet

  /// @param codec FFmpeg's number
  SyncFrameGaps(int codec) {
    this.codec = codec;
  }

  /// Notes the latest packet.
  void passed(AVPacket packet) {
    passedOver = 0;
    if (packet.data() == null || packet.size() < SyncFrame.HEADER_BYTES) {
      return;
    }
    ByteBuffer bytes = packet.data().capacity(packet.size()).asByteBuffer();
    int length = SyncFrame.bytes(codec, bytes, 0);
    int at;
    if (length == SyncFrame.UNKNOWN || length > packet.size()) {
      at = (int) Math.min(packet.size(), frames == 0 ? packet.size() : frameBytes / frames);
    } else {
      at = codec == AV_CODEC_ID_EAC3 ? allFrames(bytes, length) : length;
      frames++;
      frameBytes += at;
    }
    if (packet.pos() >= 0 && packet.pos() < tagEnd) {
      return;
    }
    at = behindTags(bytes, at, packet.pos());
    boolean extension = at + 4 <= bytes.limit() && bytes.getInt(at) == 0x6458_2025; // of DTS-HD
    passedOver = extension ? 0 : bytes.limit() - at;
  }

  /// How many frames of sound are missing behind the latest packet, given that another one follows.
  /// Asked again, it answers 0.
  long takeMissing() {
    long missing = frames == 0 ? 0 : Math.round((double) passedOver * frames / frameBytes);
    passedOver = 0;
    return missing;
  }

  /// E-AC-3 with more than 5.1 channels puts several syncframes into a packet.
  private int allFrames(ByteBuffer bytes, int first) {
    int at = first;
    while (true) {
      int length = SyncFrame.bytes(codec, bytes, at);
      if (length == SyncFrame.UNKNOWN || at + length > bytes.limit()) {
        return at;
      }
      at += length;
    }
  }

  private int behindTags(ByteBuffer bytes, int from, long position) {
    long at = from;
    while (at < bytes.limit()) {
      long length = tagBytes(bytes, (int) at);
      if (length == 0) {
        return (int) at;
      }
      at += length;
    }
    tagEnd = position < 0 ? -1 : position + at;
    return bytes.limit();
  }

  /// Bytes of the tag that stands at a place: ID3v1, ID3v2, APEv2 or Lyrics3; 0 where there is
  /// none.
  private static long tagBytes(ByteBuffer in, int at) {
    if (starts(in, at, "TAG")) {
      return 128;
    }
    if (starts(in, at, "ID3") && at + 10 <= in.limit()) {
      var header = new byte[10];
      in.get(at, header);
      return new FileHeader(header).id3Bytes();
    }
    if (starts(in, at, "APETAGEX") && at + 24 <= in.limit()) {
      in.order(ByteOrder.LITTLE_ENDIAN);
      long items = Integer.toUnsignedLong(in.getInt(at + 12)); // with the footer
      boolean header = (in.getInt(at + 20) & 1 << 29) != 0;
      in.order(ByteOrder.BIG_ENDIAN);
      return header ? 32 + items : 32;
    }
    if (starts(in, at, "LYRICSBEGIN")) {
      for (int end = at; end + 9 <= in.limit(); end++) {
        if (starts(in, end, "LYRICS200") || starts(in, end, "LYRICSEND")) {
          return end + 9L - at;
        }
      }
    }
    return 0;
  }

  private static boolean starts(ByteBuffer in, int at, String word) {
    if (at + word.length() > in.limit()) {
      return false;
    }
    var bytes = new byte[word.length()];
    in.get(at, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1).equals(word);
  }
}
