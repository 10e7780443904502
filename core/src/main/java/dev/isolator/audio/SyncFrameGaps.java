package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_EAC3;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/// What is missing between frames that are stored one behind the other without lengths or times:
/// mp3, AC-3, DTS, alone or inside a wav.
///
/// FFmpeg looks for the next sync word where a frame is damaged, and leaves what it passes over in
/// the packet, before its frame or behind it. As many frames as fit into those bytes are missing:
/// exactly where all frames have one bit rate, else about as many. Tags that somebody wrote between
/// two songs are no sound.
final class SyncFrameGaps {
  private static final int PADDING_BYTES = 4; // by which frames of one bit rate differ

  private final int codec;
  private long frames;
  private long frameBytes; // of all frames
  private int shortest = Integer.MAX_VALUE;
  private int longest;
  private int kind; // of the latest frame
  private long passedOver; // bytes behind the latest packet's frame
  private long tagEnd = -1; // place behind a tag that goes on past its packet

  /// @param codec FFmpeg's number
  SyncFrameGaps(int codec) {
    this.codec = codec;
  }

  /// How many frames of sound are missing before a packet; to be asked once of each, in order.
  /// Takes away what stands in the packet before its frame, which decoders would fail at.
  LostFrames missingBefore(AVPacket packet) {
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
      shortest = Math.min(shortest, end);
      longest = Math.max(longest, end);
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

  private LostFrames missing(long bytes) {
    return frames == 0
        ? LostFrames.NONE
        : LostFrames.of(
            Math.round((double) bytes * frames / frameBytes), longest - shortest > PADDING_BYTES);
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
      long length = TagLength.of(bytes, (int) at);
      if (length == 0) {
        return to - at;
      }
      at += length;
    }
    tagEnd = position < 0 ? -1 : Math.max(tagEnd, position + at);
    return 0;
  }
}
