package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_EAC3;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/// What is missing between frames that are stored one behind the other without lengths or times:
/// mp3, AC-3, DTS, alone or inside a wav.
///
/// FFmpeg looks for the next sync word where a frame is damaged, and leaves what it passes over in
/// the packet, before its frame or behind it. As many frames as fit into those bytes are missing:
/// exactly where all frames have one bit rate, else about as many. Tags that somebody wrote between
/// two songs are no sound.
final class SyncFrameGaps {
  private final int codec;
  private long frames;
  private long frameBytes; // of all frames
  private int kind; // of the latest frame
  private long passedOver; // bytes behind the latest packet's frame
  private long tagEnd = -1; // place behind a tag that goes on past its packet

  /// @param codec FFmpeg's number
  SyncFrameGaps(int codec) {
    this.codec = codec;
  }

  /// How many frames of sound are missing before a packet; to be asked once of each, in order.
  /// Takes away what stands in the packet before its frame, which decoders would fail at.
  long missingBefore(AVPacket packet) {
    long lost = passedOver;
    passedOver = 0;
    if (packet.data() == null || packet.size() < SyncFrame.HEADER_BYTES) {
      return missing(lost);
    }
    ByteBuffer bytes = packet.data().capacity(packet.size()).asByteBuffer();
    int length = SyncFrame.bytes(codec, bytes, 0);
    if (length != SyncFrame.UNKNOWN && length <= packet.size()) {
      int end = codec == AV_CODEC_ID_EAC3 ? allFrames(bytes, length) : length;
      kind = SyncFrame.kind(codec, bytes, 0);
      frames++;
      frameBytes += end;
      boolean extension = end + 4 <= bytes.limit() && bytes.getInt(end) == 0x6458_2025; // DTS-HD
      passedOver = extension ? 0 : soundBytes(bytes, end, bytes.limit(), packet.pos());
      return missing(lost);
    }
    int frame = lastFrame(bytes);
    if (frame > 0) {
      lost += soundBytes(bytes, 0, frame, packet.pos());
      packet.data(packet.data().getPointer(frame));
      packet.size(packet.size() - frame);
    } else if (frames > 0) { // it comes out as one frame of silence
      passedOver = Math.max(0, soundBytes(bytes, 0, bytes.limit(), packet.pos()) - meanBytes());
    }
    return missing(lost);
  }

  private long missing(long bytes) {
    return frames == 0 ? 0 : Math.round((double) bytes * frames / frameBytes);
  }

  private long meanBytes() {
    return frameBytes / frames;
  }

  /// Where the frame begins that ends with its packet; 0 where there is none.
  private int lastFrame(ByteBuffer bytes) {
    for (int at = 1; at + SyncFrame.HEADER_BYTES <= bytes.limit(); at++) {
      int length = SyncFrame.bytes(codec, bytes, at);
      boolean ends = length != SyncFrame.UNKNOWN && at + length == bytes.limit();
      if (ends && (frames == 0 || SyncFrame.kind(codec, bytes, at) == kind)) {
        return at;
      }
    }
    return 0;
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

  /// Bytes of a range that are no tags.
  ///
  /// @param position of the packet in the file, or less than 0
  private long soundBytes(ByteBuffer bytes, int from, int to, long position) {
    long at = position >= 0 && position + from < tagEnd ? tagEnd - position : from;
    while (at < to) {
      long length = tagBytes(bytes, (int) at);
      if (length == 0) {
        return to - at;
      }
      at += length;
    }
    tagEnd = position < 0 ? -1 : Math.max(tagEnd, position + at);
    return 0;
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
