package dev.isolator.audio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The tag in the first frame of an mp3: how many frames follow, and how many samples the encoder
/// added at both ends.
///
/// FFmpeg's demuxer reads the same tag, but uses its count only when it can compare it with a
/// file's size, so that a pipe would end elsewhere. Therefore FFmpeg trims the start, and
/// [GaplessTrim] the end.
///
/// Source: the Xing header's layout and the LAME extension as documented by LAME's project ("Mp3
/// Info Tag rev 1"); Fraunhofer's VBRI header, which says how many frames follow and nothing of
/// delays.
///
/// @param frames MPEG frames after this one, or -1
/// @param samplesPerFrame 1152, or 576 below 32 kHz
/// @param delay samples the encoder put before the first of the original, or -1 where nothing is
///   said; FFmpeg drops it, and the 529 samples that every mp3 decoder adds
/// @param padding samples the encoder put behind the last of the original, or -1
record LameTag(long frames, int samplesPerFrame, int delay, int padding) {
  /// For an mp3 without the tag.
  static final LameTag NONE = new LameTag(-1, 1152, -1, -1);

  /// The encoders whose delays FFmpeg's demuxer drops.
  private static final Set<String> WRITERS_OF_DELAYS = Set.of("LAME", "Lavf", "Lavc");

  private static final int[] XING_OFFSETS = {36, 21, 13}; // MPEG 1 stereo; 1 mono, 2 stereo; 2 mono
  private static final int VBRI_OFFSET = 36;
  private static final int DECODER_DELAY = 529; // of every mp3 decoder

  /// Whether place and length can be restored: not if more was added than there is.
  boolean gapless() {
    return frames > 0
        && delay >= 0
        && delay + padding > 0
        && frames * samplesPerFrame >= delay + padding;
  }

  /// Samples before the first of the original.
  int startSkip() {
    return Math.max(0, delay) + DECODER_DELAY;
  }

  /// The original's frame count; all frames' samples where the delays are not known; -1 where
  /// nothing is.
  long originalFrames() {
    if (frames < 0) {
      return -1;
    }
    long all = frames * samplesPerFrame;
    return gapless() ? all - delay - padding : all;
  }

  /// Looks for the tag in the bytes behind the ID3 tags; [#NONE] if it is not there.
  static LameTag find(byte[] bytes) {
    for (int at = 0; at + 200 <= bytes.length; at++) {
      int tag = place(bytes, at);
      if (tag > 0) {
        return ascii(bytes, tag).equals("VBRI") ? vbri(bytes, at, tag) : read(bytes, at, tag);
      }
    }
    return NONE;
  }

  /// Whether the frame that begins at a place is a tag and no sound.
  static boolean isAt(byte[] bytes, int at) {
    return place(bytes, at) > 0;
  }

  /// Where the tag stands of the frame that begins at a place; -1 where there is none.
  private static int place(byte[] bytes, int at) {
    if ((bytes[at] & 0xff) == 0xff && (bytes[at + 1] & 0xe6) == 0xe2) { // sync, layer III
      for (int offset : XING_OFFSETS) {
        var magic = ascii(bytes, at + offset);
        if (magic.equals("Xing") || magic.equals("Info")) {
          return at + offset;
        }
      }
      return ascii(bytes, at + VBRI_OFFSET).equals("VBRI") ? at + VBRI_OFFSET : -1;
    }
    return -1;
  }

  private static LameTag vbri(byte[] bytes, int frame, int tag) {
    long frames = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(tag + 14));
    return new LameTag(frames, samplesPerFrame(bytes, frame), -1, -1);
  }

  private static int samplesPerFrame(byte[] bytes, int frame) {
    boolean mpeg1 = (bytes[frame + 1] & 0x18) == 0x18;
    return mpeg1 ? 1152 : 576;
  }

  private static LameTag read(byte[] bytes, int frame, int tag) {
    var in = ByteBuffer.wrap(bytes, tag + 4, bytes.length - tag - 4);
    int flags = in.getInt();
    long frames = (flags & 1) != 0 ? Integer.toUnsignedLong(in.getInt()) : -1;
    int skipped =
        ((flags & 2) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 100 : 0) + ((flags & 8) != 0 ? 4 : 0);
    int writer = in.position() + skipped;
    int delays = writer + 21;
    int delay = -1;
    int padding = -1;
    if (delays + 3 <= bytes.length && WRITERS_OF_DELAYS.contains(ascii(bytes, writer))) {
      int both =
          (bytes[delays] & 0xff) << 16
              | (bytes[delays + 1] & 0xff) << 8
              | (bytes[delays + 2] & 0xff);
      delay = both >> 12;
      padding = both & 0xfff;
    }
    return new LameTag(frames, samplesPerFrame(bytes, frame), delay, padding);
  }

  private static String ascii(byte[] bytes, int at) {
    return at + 4 <= bytes.length ? new String(bytes, at, 4, StandardCharsets.ISO_8859_1) : "";
  }
}
