package dev.isolator.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// The frames of a raw AAC stream (ADTS, `.aac`) on their way to FFmpeg's demuxer.
///
/// FFmpeg looks for the next twelve bits that may begin a frame, takes what it finds there for one,
/// and says nothing of what it passed over; past the first 5 MB it does not even look. Here only
/// whole frames are passed on. A frame's header says where the next one begins; where none does,
/// sound goes on at the first place from which three headers follow one another, or headers lead to
/// the end. What lies between is
///
/// - a frame whose header has one or two wrong bits, and is mended: nothing is lost;
/// - or as many missing frames as fit into the bytes, by the mean length of the frames around.
///   Frames have neither times nor numbers, and different lengths, so that this is an estimate
///   unless all around are of one length.
///
/// What stands before the first frame is junk, or half a frame of a broadcast: nothing is missing
/// there. Nothing is missing behind the last frame either, because padding looks like damage.
///
/// Memory is 128 KiB. One thread at a time.
final class AdtsFrames {
  private static final int WINDOW_BYTES = 1 << 17;
  private static final int RUN = 3; // frames in a row that are no accident
  private static final int MARGIN_BYTES = (RUN + 1) * AdtsHeader.MOST_FRAME_BYTES;
  private static final int AROUND = 16; // frames on each side whose mean length is taken
  private static final int WRONG_BITS = 2; // of a header that is mended
  private static final double EXACT = 0.02; // how far from a whole number of frames

  /// @param position of the frame behind it, among the bytes that are passed on
  private record Gap(long position, LostFrames lost) {}

  private final ByteSource source;
  private final byte[] bytes = new byte[WINDOW_BYTES];
  private int from;
  private int to;
  private boolean sourceEnded;

  private long tagLeft; // bytes of the tag at the front that are passed on as they are
  private int frameLeft; // bytes of the frame at `from` that are passed on
  private long position; // of the next byte that is passed on, among those
  private boolean begun;
  private int kind; // of the latest frame; 0 before the first
  private long lostBytes; // before `from`, since the latest frame
  private final int[] lengths = new int[AROUND]; // of the latest frames, a ring
  private long frames;
  private final Deque<Gap> gaps = new ArrayDeque<>();

  AdtsFrames(ByteSource source) {
    this.source = source;
  }

  /// Reads bytes of whole frames.
  ///
  /// @return how many, or −1 at the end
  int read(byte[] into, int at, int most) throws IOException {
    if (!begun) {
      begun = true;
      fill();
      tagLeft = new FileHeader(Arrays.copyOf(bytes, 10)).id3Bytes();
    }
    if (tagLeft > 0) {
      if (from == to) {
        fill();
      }
      int count = give(into, at, (int) Math.min(tagLeft, most));
      tagLeft = count > 0 ? tagLeft - count : 0;
      return count > 0 ? count : -1;
    }
    if (frameLeft == 0 && !nextFrame()) {
      return -1;
    }
    int count = give(into, at, Math.min(frameLeft, most));
    frameLeft -= count;
    return count;
  }

  private int give(byte[] into, int at, int most) {
    int count = Math.min(most, to - from);
    System.arraycopy(bytes, from, into, at, count);
    from += count;
    position += count;
    return count;
  }

  /// What is missing before the frame at a place among the bytes that were read; to be asked once
  /// of each, in order.
  LostFrames missingBefore(long place) {
    var lost = LostFrames.NONE;
    while (!gaps.isEmpty() && gaps.peekFirst().position() <= place) {
      lost = lost.plus(gaps.removeFirst().lost());
    }
    return lost;
  }

  /// Finds the next frame that is passed on; false at the end.
  private boolean nextFrame() throws IOException {
    while (true) {
      if (to - from < MARGIN_BYTES) {
        fill();
      }
      if (from == to) {
        return false;
      }
      long tag = lostBytes > 0 ? 0 : TagLength.of(ByteBuffer.wrap(bytes, 0, to), from);
      if (tag > 0) {
        skip(tag);
        continue;
      }
      int length = AdtsHeader.frameBytes(bytes, from, to);
      boolean known = kind != 0 && length != AdtsHeader.UNKNOWN;
      if (known && AdtsHeader.kind(bytes, from) == kind && leadsOn(from + length)) {
        return pass(length);
      }
      if (to - from < WINDOW_BYTES / 2) {
        fill();
      }
      int next = nextRun();
      if (next == to && !sourceEnded) {
        int far = to - from - MARGIN_BYTES;
        if (known && lostBytes == 0 && AdtsHeader.kind(bytes, from) == kind) {
          return pass(length); // the damage may begin behind it
        }
        lostBytes += far;
        from += far;
      } else if (next == to) {
        return lastFrame(length);
      } else if (passOrLose(length, next)) {
        return true;
      }
    }
  }

  /// Decides on the bytes before a place from which frames follow one another again.
  ///
  /// @param length of the frame at `from`, by its header
  private boolean passOrLose(int length, int next) {
    int between = next - from;
    int runKind = AdtsHeader.kind(bytes, next);
    if (lostBytes == 0 && between > 0) {
      boolean header = length != AdtsHeader.UNKNOWN && isOneOf(kind, runKind);
      boolean fits = header && length <= between;
      if (fits && length == between) {
        return pass(length); // the last one before the channels or the rate change
      }
      if (fits && isFrame(from + length, next, runKind, WRONG_BITS)) {
        return pass(length);
      }
      if (isFrame(from, next, runKind, header ? 1 : WRONG_BITS)) {
        AdtsHeader.mend(bytes, from, runKind, between);
        return pass(between);
      }
      if (fits) {
        return pass(length);
      }
    }
    if (frames > 0 && lostBytes + between > 0) {
      LostFrames lost = lostFrames(lostBytes + between, next);
      if (lost.count() > 0) {
        gaps.addLast(new Gap(position, lost));
      }
    }
    lostBytes = 0;
    from = next;
    return pass(AdtsHeader.frameBytes(bytes, next, to));
  }

  private boolean isOneOf(int kind, int other) {
    int here = AdtsHeader.kind(bytes, from);
    return here == kind || here == other;
  }

  /// Whether the bytes of a range are a frame, but for a few bits of its header.
  private boolean isFrame(int start, int end, int kind, int wrongBits) {
    int length = end - start;
    return length > AdtsHeader.BYTES
        && length <= AdtsHeader.MOST_FRAME_BYTES
        && AdtsHeader.wrongBits(bytes, start, kind, length) <= wrongBits;
  }

  /// The last frame of a file may be broken off; decoders know what to do.
  private boolean lastFrame(int length) {
    boolean frame =
        kind != 0
            && lostBytes == 0
            && length != AdtsHeader.UNKNOWN
            && AdtsHeader.kind(bytes, from) == kind;
    if (!frame) {
      from = to;
      return false;
    }
    return pass(Math.min(length, to - from));
  }

  private boolean pass(int length) {
    kind = AdtsHeader.kind(bytes, from);
    frameLeft = length;
    lengths[(int) (frames++ % AROUND)] = length;
    return true;
  }

  /// How many frames so many bytes were, by the lengths of those before and behind.
  private LostFrames lostFrames(long lost, int next) {
    long sum = 0;
    int count = 0;
    int shortest = Integer.MAX_VALUE;
    int longest = 0;
    int known = (int) Math.min(frames, AROUND);
    int at = next;
    for (int i = 0; i < known + AROUND; i++) {
      int length = i < known ? lengths[i] : AdtsHeader.frameBytes(bytes, at, to);
      if (length == AdtsHeader.UNKNOWN) {
        break;
      }
      at += i < known ? 0 : length;
      sum += length;
      count++;
      shortest = Math.min(shortest, length);
      longest = Math.max(longest, length);
    }
    double missing = (double) lost * count / sum;
    long whole = Math.round(missing);
    boolean exact = longest - shortest <= 1 && Math.abs(missing - whole) < EXACT;
    return LostFrames.of(whole, !exact);
  }

  /// The first place from `from` on where so many frames of one kind follow one another that it is
  /// no accident; `to` where there is none.
  private int nextRun() {
    for (int at = from; at < to; at++) {
      if (bytes[at] == (byte) 0xff && isRun(at)) {
        return at;
      }
    }
    return to;
  }

  private boolean isRun(int start) {
    int at = start;
    for (int i = 0; i < RUN; i++) {
      int length = AdtsHeader.frameBytes(bytes, at, to);
      if (length == AdtsHeader.UNKNOWN
          || AdtsHeader.kind(bytes, at) != AdtsHeader.kind(bytes, start)) {
        return i > 0 && isEnd(at);
      }
      at += length;
      if (at > to) {
        return false;
      }
    }
    return true;
  }

  /// Whether a frame may end at a place.
  private boolean leadsOn(int at) {
    boolean header =
        AdtsHeader.frameBytes(bytes, at, to) != AdtsHeader.UNKNOWN
            && AdtsHeader.kind(bytes, at) == kind;
    return header || isEnd(at);
  }

  private boolean isEnd(int at) {
    return (at == to && sourceEnded)
        || (at < to && TagLength.of(ByteBuffer.wrap(bytes, 0, Math.min(to, at + 32)), at) > 0);
  }

  private void skip(long count) throws IOException {
    long left = count;
    while (left > 0 && from < to) {
      int n = (int) Math.min(left, to - from);
      from += n;
      left -= n;
      fill();
    }
  }

  /// Reads until the window is full, or to the end.
  private void fill() throws IOException {
    if (sourceEnded) {
      return;
    }
    System.arraycopy(bytes, from, bytes, 0, to - from);
    to -= from;
    from = 0;
    while (to < bytes.length && !sourceEnded) {
      int n = source.read(bytes, to, bytes.length - to);
      if (n < 1) {
        sourceEnded = true;
      } else {
        to += n;
      }
    }
  }
}
