package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/// What is trimmed from the frames that a codec puts out, so that a song starts and ends where the
/// original did: encoder delay at the start, padding at the end, as far as the container tells
/// them.
///
/// | container            | start is from               | end is from                             |
/// |----------------------|-----------------------------|-----------------------------------------|
/// | lossless, any        | the first sample            | the last sample                         |
/// | mp3                  | LAME tag (FFmpeg, or here)  | LAME tag ([LameTag])                    |
/// | m4a, mp4             | edit list (FFmpeg)          | `iTunSMPB`, sample table, or edit list  |
/// | ogg: vorbis, opus    | pre-skip (FFmpeg)           | end granule (FFmpeg)                    |
/// | mkv, webm: opus      | CodecDelay (FFmpeg)         | DiscardPadding (FFmpeg)                 |
/// | mkv, webm: others    | CodecDelay (here)           | not stored                              |
/// | wma, aac             | not stored                  | not stored                              |
///
/// An mp3's Xing or VBRI tag without delays, a wma and an avi say about how long they are: enough
/// to see that a file was cut short.
///
/// @param startSkip frames to drop at the start that FFmpeg does not
/// @param declared frames that the container says there are, or -1 where it does not say
/// @param tolerance how many frames fewer than declared are no truncation: headers of lossy formats
///   round to packets or milliseconds
/// @param rule how the end is found
/// @param gapless whether start and end are the original's
record GaplessTrim(int startSkip, long declared, int tolerance, EndRule rule, Gapless gapless) {
  /// How the end is found.
  enum EndRule {
    /// It is the last frame that is decoded.
    LAST_FRAME,
    /// It is at [GaplessTrim#declared()], unless much more comes.
    DECLARED,
    /// It is where the last packet ends, or where the edit list does if that is clearly earlier.
    LAST_PACKET
  }

  /// The most frames past the end that are taken for padding: an mp3 has at most 4095.
  static final int MAX_PADDING = 4608;

  /// What an opened track says, once it has decoded its first frame.
  static GaplessTrim of(Demuxer demuxer, TrackDecoder track) {
    var stream = demuxer.stream();
    int rate = Math.max(1, track.codec().sample_rate());
    long duration = stream.duration() == AV_NOPTS_VALUE ? -1 : track.frames(stream.duration());
    // DTS may be lossless, and says so only of the kind.
    boolean exact = (!track.lossy() && !track.codecName().equals("dts")) || track.isPcm();
    return switch (demuxer.container()) {
      case "wav" -> whole(exact ? demuxer.wavFrames() : -1, exact);
      case "w64" ->
          new GaplessTrim(
              0,
              track.isPcm() ? demuxer.w64Frames() : -1,
              0,
              EndRule.DECLARED,
              exact ? Gapless.EXACT : Gapless.UNKNOWN);
      case "flac", "aiff", "ape", "dsf", "tta", "wv" -> whole(exact ? duration : -1, exact);
      case "mp3" -> mp3(demuxer.lameTag(), track.skipsAtStart());
      case "mov" -> mov(demuxer, track, rate, duration, exact);
      case "ogg" -> whole(-1, exact || track.codecName().equals("vorbis") || isOpus(track));
      case "matroska" -> {
        boolean opus = isOpus(track); // its decoder drops the pre-skip by itself
        int delay = opus || track.skipsAtStart() ? 0 : stream.codecpar().initial_padding();
        yield new GaplessTrim(
            Math.clamp(delay, 0, rate),
            -1,
            0,
            EndRule.LAST_FRAME,
            exact || opus ? Gapless.EXACT : Gapless.UNKNOWN);
      }
      case "asf" -> {
        boolean soundAlone = demuxer.format().nb_streams() == 1; // else a video may be longer
        yield new GaplessTrim(
            0, soundAlone ? duration : -1, rate, EndRule.LAST_FRAME, Gapless.UNKNOWN);
      }
      case "avi" -> {
        boolean soundAlone = demuxer.format().nb_streams() == 1; // else a count of chunks is rough
        long counted = stream.nb_frames() > 0 ? track.frames(stream.nb_frames()) : -1;
        yield new GaplessTrim(
            0,
            counted < 0 ? duration : counted,
            soundAlone ? 2 * 1152 : Math.max(rate, 2 * 1152),
            EndRule.LAST_FRAME,
            exact ? Gapless.EXACT : Gapless.UNKNOWN);
      }
      default -> whole(-1, exact);
    };
  }

  private static boolean isOpus(TrackDecoder track) {
    return track.codecName().equals("opus");
  }

  private static GaplessTrim whole(long declared, boolean exact) {
    return new GaplessTrim(
        0, declared, 0, EndRule.LAST_FRAME, exact ? Gapless.EXACT : Gapless.UNKNOWN);
  }

  /// @param skipped whether FFmpeg drops the delay: not where it took the tag's frame for junk
  private static GaplessTrim mp3(LameTag tag, boolean skipped) {
    if (tag.gapless()) {
      return new GaplessTrim(
          skipped ? 0 : tag.startSkip(),
          tag.originalFrames(),
          2 * tag.samplesPerFrame(),
          EndRule.DECLARED,
          Gapless.EXACT);
    }
    return new GaplessTrim(0, tag.originalFrames(), 2 * 1152, EndRule.LAST_FRAME, Gapless.UNKNOWN);
  }

  private static GaplessTrim mov(
      Demuxer demuxer, TrackDecoder track, int rate, long duration, boolean exact) {
    long original = originalFramesOfItunes(demuxer.format().metadata());
    int packet = 2048; // what a header may round to, at most
    if (original > 0) {
      return new GaplessTrim(0, original, packet, EndRule.DECLARED, Gapless.EXACT);
    }
    var gapless = exact || track.skipsAtStart() ? Gapless.EXACT : Gapless.UNKNOWN;
    return new GaplessTrim(0, duration, packet + rate / 100, EndRule.LAST_PACKET, gapless);
  }

  /// The fourth number of iTunes' own note, ` 00000000 delay padding original …`, in hex; -1 where
  /// there is none.
  private static long originalFramesOfItunes(AVDictionary metadata) {
    var note = av_dict_get(metadata, "iTunSMPB", null, 0);
    if (note == null) {
      return -1;
    }
    var numbers = note.value().getString(StandardCharsets.ISO_8859_1).strip().split(" +", -1);
    if (numbers.length < 4 || !numbers[3].matches("0*[0-9A-Fa-f]{1,10}")) {
      return -1;
    }
    return Long.parseLong(numbers[3], 16);
  }

  /// The same for sound before which silence is put.
  ///
  /// @param frames of silence
  GaplessTrim delayed(long frames) {
    return new GaplessTrim(
        startSkip, declared < 0 ? -1 : declared + frames, tolerance, rule, gapless);
  }

  /// The same where start and end are not known to be the original's.
  GaplessTrim inexact() {
    return new GaplessTrim(startSkip, declared, tolerance, rule, Gapless.UNKNOWN);
  }

  /// Where the song ends, once all is decoded.
  ///
  /// @param decoded frames that came out
  /// @param packetEnd where the last packet ends, in frames from the first that came out
  /// @param rate in Hz
  long end(long decoded, long packetEnd, int rate) {
    return switch (rule) {
      case LAST_FRAME -> decoded;
      case DECLARED -> within(declared, decoded);
      case LAST_PACKET -> {
        long tick = rate / 600 + 1L; // the coarsest time scale in use for edit lists: 600 Hz
        boolean agree = Math.abs(packetEnd - declared) <= tick;
        yield within(declared < 0 || agree ? packetEnd : Math.min(packetEnd, declared), decoded);
      }
    };
  }

  private static long within(long end, long decoded) {
    return end >= 0 && end < decoded && decoded - end <= MAX_PADDING ? end : decoded;
  }

  /// How many frames came out beyond those that the container declares, where it counts them.
  ///
  /// @param decoded once all is
  long surplus(long decoded) {
    boolean counted = declared > 0 && rule != EndRule.LAST_PACKET;
    return counted && decoded - declared > tolerance ? decoded - declared : 0;
  }

  /// How many declared frames are missing.
  long missing(long decoded) {
    return declared - decoded > tolerance ? declared - decoded : 0;
  }
}
