package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VORBIS;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/// A track's packets in order, and how much is missing between them.
///
/// A damaged container loses packets without a word; what tells are the times that it stores. They
/// are compared with the packets' own lengths:
///
/// - **Ogg**: pages are numbered and say where their last packet ends. Where numbers are missing,
///   the packets of the page after them are put so that they end there.
/// - **Matroska, ASF, FLV, MPEG-TS, MPEG-PS**: each packet has a time, often rounded to a
///   millisecond, and jittered where a browser recorded it. Packets are missing where the times
///   jump ahead by most of a packet at once and stay ahead for the next few packets.
/// - **AVI**: its index says how much sound comes before each chunk ([AviIndex]).
/// - **mp3, AC-3, DTS, also in wav**: nothing is numbered, but bytes that belong to no frame are as
///   long as the frames that they were ([SyncFrameGaps]).
/// - **ADTS**: the same, by [AdtsFrames].
///
/// Frames at the start that FFmpeg's demuxer passes over are put back: it takes an mp3's first
/// frame for junk where the next one has another channel mode.
///
/// Packets are held back for a page, or for a few packets. One thread at a time.
final class PacketTimeline implements AutoCloseable {
  /// What comes next.
  sealed interface Item {
    /// A packet, valid until the next call.
    record Packet(AVPacket packet) implements Item {}

    /// So many frames are missing here, or about so many.
    record Missing(int frames, boolean estimated) implements Item {}
  }

  private static final int FOLLOWING = 6; // packets that must stay ahead after a jump
  private static final double MOST_OF_A_PACKET = 0.75;
  private static final int MOST_LOST_SECONDS = 3600;
  private static final int MOST_HELD = 4096; // packets of an Ogg page: 255, and of those it spans

  private final Demuxer demuxer;
  private final int rate;
  private final boolean timed;
  private final @Nullable SyncFrameGaps gaps;
  private final @Nullable AviIndex avi;
  private long frames; // that came before the next packet, with those that are missing
  private final Deque<AVPacket> held = new ArrayDeque<>();
  private @Nullable AVPacket given;
  private boolean begun;
  private boolean ended;

  private long lastGranule; // of the last page in which a packet ends
  private long checkedPage = -1;
  private int lastSerial;

  private long expectedTime = AV_NOPTS_VALUE; // in frames
  private int lastLength;
  private boolean measured; // whether the gap before the first packet that is held is known
  private int due; // frames missing before the next packet
  private boolean estimated; // whether they are counted by the lengths of frames around

  /// @param rate in Hz
  PacketTimeline(Demuxer demuxer, int rate) {
    this.demuxer = demuxer;
    this.rate = Math.max(1, rate);
    this.timed =
        switch (demuxer.container()) {
          case "matroska", "asf", "flv", "mpegts", "mpeg" -> true;
          default -> false;
        };
    boolean framed =
        switch (demuxer.container()) {
          case "mp3", "ac3", "eac3", "dts", "wav", "w64" -> true;
          default -> false;
        };
    int codec = demuxer.stream().codecpar().codec_id();
    this.avi = demuxer.container().equals("avi") ? new AviIndex(demuxer, rate) : null;
    this.gaps = framed && SyncFrame.isKnown(codec) ? new SyncFrameGaps(codec) : null;
  }

  /// The next packet or gap; null at the end of the track.
  @Nullable Item next() throws AudioException {
    free(given);
    given = null;
    if (due > 0) {
      return missing();
    }
    if (!hold(1)) {
      return null;
    }
    if (demuxer.ogg() != null) {
      due = missingInOgg(demuxer.ogg());
    } else if (timed) {
      due = missingByTime();
    } else if (avi != null && !measured) {
      measured = true;
      due = believed(avi.missingBefore(held.getFirst(), frames, length(held.getFirst())));
    } else if (!measured) {
      measured = true;
      LostFrames lost = lost(held.getFirst());
      due = believed((long) lost.count() * lastLength);
      estimated = lost.estimated();
    }
    return due > 0 ? missing() : packet();
  }

  /// What is missing before a packet of frames that are stored one behind the other.
  private LostFrames lost(AVPacket packet) {
    if (gaps != null) {
      return gaps.missingBefore(packet);
    }
    AdtsFrames adts = demuxer.adts();
    return adts == null ? LostFrames.NONE : adts.missingBefore(packet.pos());
  }

  /// Takes down how much sound came of the latest packet, which for HE-AAC is more than its header
  /// says.
  void decoded(int frames) {
    if (demuxer.adts() != null) {
      lastLength = frames;
    }
  }

  private Item missing() {
    int frames = due;
    due = 0;
    this.frames += frames;
    if (timed) {
      expectedTime += frames;
    }
    return new Item.Missing(frames, estimated);
  }

  private Item packet() {
    AVPacket packet = held.removeFirst();
    given = packet;
    measured = false;
    frames += length(packet);
    if (gaps != null) {
      int length = length(packet);
      lastLength = length > 0 ? length : lastLength;
    }
    if (timed && packet.pts() != AV_NOPTS_VALUE) {
      long time = demuxer.frames(packet.pts(), rate);
      int length = length(packet);
      lastLength = length > 0 ? length : lastLength;
      expectedTime = length > 0 ? time + length : AV_NOPTS_VALUE;
    }
    return new Item.Packet(packet);
  }

  /// Which Ogg stream the packets are of.
  int serial() {
    return lastSerial;
  }

  private int missingInOgg(OggPages pages) throws AudioException {
    long position = held.getFirst().pos();
    OggPages.Page page = pages.at(position);
    if (page == null || page.position() == checkedPage) {
      return 0;
    }
    boolean first = checkedPage < 0;
    checkedPage = page.position();
    lastSerial = page.serial();
    long before = lastGranule;
    lastGranule = page.granule() < 0 ? before : page.granule();
    if (!page.afterLoss() || page.granule() < 0) {
      return 0;
    }
    // Of a song that was cut out of a broadcast nothing is missing before its first page.
    boolean fromStart = first && pages.damagedPages() > 0;
    if (first && !fromStart) {
      return 0;
    }
    long length = 0;
    int count = 0;
    for (int i = 0; i < MOST_HELD && hold(i + 1); i++) {
      if (nth(i).pos() != position) {
        break;
      }
      count++;
    }
    int finished = page.lastFinished() ? count : count - 1;
    // A Vorbis decoder that was reset gives no sound for its first packet.
    boolean vorbis = demuxer.stream().codecpar().codec_id() == AV_CODEC_ID_VORBIS;
    if (vorbis && finished > 1 && end(nth(finished - 1)) == page.granule()) {
      // FFmpeg counts back from the page's end by itself, and takes care of windows of two sizes.
      return believed(demuxer.frames(nth(1).pts(), rate) - before);
    }
    for (int i = vorbis ? 1 : 0; i < finished; i++) {
      length += length(nth(i));
    }
    return believed(page.granule() - length - before);
  }

  private int missingByTime() throws AudioException {
    AVPacket first = held.getFirst();
    if (expectedTime == AV_NOPTS_VALUE || first.pts() == AV_NOPTS_VALUE || lastLength <= 0) {
      return 0;
    }
    long jump = Long.MAX_VALUE;
    long expected = expectedTime;
    for (int i = 0; i <= FOLLOWING && hold(i + 1); i++) {
      AVPacket packet = nth(i);
      int length = length(packet);
      if (packet.pts() == AV_NOPTS_VALUE || length <= 0) {
        break;
      }
      jump = Math.min(jump, demuxer.frames(packet.pts(), rate) - expected);
      expected += length;
    }
    if (jump == Long.MAX_VALUE || jump < Math.max(MOST_OF_A_PACKET * lastLength, rate / 100.0)) {
      return 0;
    }
    long packets = Math.round((double) jump / lastLength);
    boolean rounded = Math.abs(jump - packets * lastLength) <= rate / 250; // times in milliseconds
    return believed(rounded ? packets * lastLength : jump);
  }

  private int believed(long frames) {
    return frames > 0 && frames <= (long) MOST_LOST_SECONDS * rate ? (int) frames : 0;
  }

  /// How long a packet is, in frames; 0 where nothing says.
  private int length(AVPacket packet) {
    return packet.duration() <= 0
        ? 0
        : (int) Math.min(demuxer.frames(packet.duration(), rate), 10L * rate);
  }

  private long end(AVPacket packet) {
    return packet.pts() == AV_NOPTS_VALUE
        ? -1
        : demuxer.frames(packet.pts() + packet.duration(), rate);
  }

  private AVPacket nth(int index) {
    int at = 0;
    for (AVPacket packet : held) {
      if (at++ == index) {
        return packet;
      }
    }
    throw new IllegalStateException("expected more than %d packets to be held".formatted(index));
  }

  /// Reads on until so many packets are held; false where the track ends before.
  private boolean hold(int count) throws AudioException {
    while (held.size() < count && !ended) {
      AVPacket packet = demuxer.next();
      if (packet == null) {
        ended = true;
      } else {
        if (!begun) {
          begun = true;
          putBack(packet);
        }
        held.addLast(av_packet_clone(packet));
      }
    }
    return held.size() >= count;
  }

  private void putBack(AVPacket first) {
    for (byte[] frame : demuxer.framesBefore(first)) {
      AVPacket packet = av_packet_alloc();
      av_new_packet(packet, frame.length);
      packet.data().put(frame, 0, frame.length);
      packet.duration(first.duration());
      held.addLast(packet);
    }
  }

  @Override
  public void close() {
    free(given);
    given = null;
    held.forEach(PacketTimeline::free);
    held.clear();
  }

  private static void free(@Nullable AVPacket packet) {
    if (packet != null) {
      av_packet_free(packet);
    }
  }
}
