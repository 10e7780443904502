package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_buffer2;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/// Takes the packets of one sound track out of its container. One thread at a time.
///
/// Only containers of an allow-list are opened, and nothing but the bytes that were given is ever
/// read: files or URLs that a container points to are not opened.
final class Demuxer implements AutoCloseable {
  /// FFmpeg's names of the containers that are opened.
  private static final Set<String> CONTAINERS =
      Set.of(
          "wav",
          "w64",
          "aiff",
          "flac",
          "mp3",
          "ogg",
          "aac",
          "asf",
          "mov,mp4,m4a,3gp,3g2,mj2",
          "matroska,webm",
          "ac3",
          "amr",
          "ape",
          "au",
          "avi",
          "caf",
          "dsf",
          "dts",
          "dtshd",
          "eac3",
          "flv",
          "gsm",
          "mlp",
          "mpc",
          "mpc8",
          "mpeg",
          "mpegts",
          "truehd",
          "tta",
          "wv");

  private static final int PROBE_BYTES = 1 << 20;
  private static final int KEPT_BYTES = 1 << 16;
  private static final int GUESS = 25; // FFmpeg's score for some frames somewhere in the bytes
  private static final int WILD_GUESS = 2; // its score for a file shorter than its packets
  private static final int FAILURES_IN_A_ROW = 32;

  private final String name;
  private final AvioInput bytes;
  private final AVFormatContext format;
  private final AVStream stream;
  private final AVPacket packet;
  private boolean closed;

  private Demuxer(
      String name, AvioInput bytes, AVFormatContext format, AVStream stream, AVPacket packet) {
    this.name = name;
    this.bytes = bytes;
    this.format = format;
    this.stream = stream;
    this.packet = packet;
  }

  /// Opens the container and chooses a sound track. Covers are no tracks.
  ///
  /// @param name what to call the file in messages
  /// @param bytes stays the caller's to close
  static Demuxer open(
      String name, AvioInput bytes, FileHeader header, SoundTrack track, DecodeLimits limits)
      throws AudioException {
    if (!header.outOfOrder()) {
      bytes.keep(header.id3Bytes(), KEPT_BYTES);
    }
    var kind = probe(name, bytes, header);
    if (shortName(kind).equals("aac") && !header.outOfOrder()) {
      bytes.passOnAdtsFrames();
    }
    var format = avformat_alloc_context();
    int opened = open(format, bytes, kind);
    if (opened < 0) {
      throw unreadable(name, bytes, kind, opened);
    }
    try {
      checkStreams(name, format, limits);
      ignoreAllButSound(format);
      int informed = avformat_find_stream_info(format, (PointerPointer<?>) null);
      if (informed < 0) {
        throw unreadable(name, bytes, kind, informed);
      }
      checkStreams(name, format, limits);
      int best = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
      if (best < 0) {
        throw noSound(name, format);
      }
      int chosen =
          switch (track) {
            case SoundTrack.Default() -> best;
            case SoundTrack.Numbered(int number) -> soundTrack(number, name, format);
            case SoundTrack.InLanguage(String language) -> soundTrack(language, name, format);
          };
      ignoreAllBut(chosen, format);
      return new Demuxer(name, bytes, format, format.streams(chosen), av_packet_alloc());
    } catch (AudioException | RuntimeException | Error e) {
      avformat_close_input(format);
      throw e;
    }
  }

  /// Opens a container of a known kind and reads its header. Frees the format if it fails.
  ///
  /// @return an error code below 0 if it fails
  static int open(AVFormatContext format, AvioInput bytes, AVInputFormat kind) {
    format.pb(bytes.io());
    var options = new AVDictionary(null);
    av_dict_set(options, "protocol_whitelist", "none", 0);
    av_dict_set(options, "format_whitelist", kind.name().getString(), 0);
    av_dict_set(options, "codec_whitelist", TrackDecoder.CODECS, 0);
    try {
      return avformat_open_input(format, "", kind, options);
    } finally {
      av_dict_free(options);
    }
  }

  private static void checkStreams(String name, AVFormatContext format, DecodeLimits limits)
      throws AudioException {
    if (format.nb_streams() > limits.maxStreams()) {
      throw new AudioException(
          AudioException.Kind.LIMIT,
          name,
          "has %s, expected at most %d (maxStreams); take the sound out of it first"
              .formatted(Counted.of(format.nb_streams(), "stream"), limits.maxStreams()));
    }
  }

  private static AVInputFormat probe(String name, AvioInput bytes, FileHeader header)
      throws AudioException {
    try (var found = new PointerPointer<AVInputFormat>(1)) {
      found.put(0, null);
      int score =
          av_probe_input_buffer2(bytes.io(), found, (BytePointer) null, null, 0, PROBE_BYTES);
      throwIfBroken(name, bytes);
      if (score < 0 || found.get(0) == null) {
        if (header.startsWithMpegAudio()) {
          return av_find_input_format("mp3");
        }
        throw header.unknown(name, null);
      }
      var kind = found.get(AVInputFormat.class, 0);
      var kindName = kind.name().getString();
      boolean guess =
          (kindName.equals("mpegts") && score <= WILD_GUESS)
              || (kindName.equals("mp3") && score <= GUESS && !header.startsLikeMp3());
      boolean foreign = guess || !CONTAINERS.contains(kindName);
      if (foreign && header.startsWithMpegAudio()) {
        return av_find_input_format("mp3"); // too few frames for FFmpeg to be sure of it
      }
      if (foreign) {
        throw header.unknown(name, guess ? null : kindName);
      }
      return kind;
    }
  }

  private static void ignoreAllButSound(AVFormatContext format) {
    for (int i = 0; i < format.nb_streams(); i++) {
      if (format.streams(i).codecpar().codec_type() != AVMEDIA_TYPE_AUDIO) {
        format.streams(i).discard(avcodec.AVDISCARD_ALL);
      }
    }
  }

  private static void ignoreAllBut(int best, AVFormatContext format) {
    for (int i = 0; i < format.nb_streams(); i++) {
      format.streams(i).discard(i == best ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
    }
  }

  /// The container's short name, the first of FFmpeg's list.
  String container() {
    return shortName(kind());
  }

  private static String shortName(AVInputFormat kind) {
    var all = kind.name().getString();
    int comma = all.indexOf(',');
    return comma < 0 ? all : all.substring(0, comma);
  }

  /// The chosen track.
  AVStream stream() {
    return stream;
  }

  /// The container's kind.
  AVInputFormat kind() {
    return format.iformat();
  }

  /// The pages of an Ogg file; null for other containers.
  @Nullable OggPages ogg() {
    return bytes.ogg();
  }

  /// The frames of a raw AAC stream; null for other containers.
  @Nullable AdtsFrames adts() {
    return bytes.adts();
  }

  /// A time of the container's, in frames.
  ///
  /// @param rate in Hz
  long frames(long time, int rate) {
    return av_rescale_q(time, stream.time_base(), av_make_q(1, Math.max(1, rate)));
  }

  /// Whether the file ends before the container says, by bytes.
  boolean isCutShort() throws AudioException {
    long end = DeclaredSize.of(container(), bytes.kept());
    try {
      return end != DeclaredSize.UNKNOWN && !bytes.reaches(end);
    } catch (IOException e) {
      throw new AudioException(
          AudioException.Kind.UNREADABLE,
          name,
          "could not be read to its end (%s); check the disk or the pipe, and try again"
              .formatted(AudioException.reason(e)),
          e);
    }
  }

  /// What an mp3's first frame says of the others.
  LameTag lameTag() {
    return LameTag.find(bytes.kept());
  }

  /// Whole frames of an mp3 that stand before the first packet, and that FFmpeg passed over because
  /// the next one has another channel mode; none where what stands there is a tag, or junk.
  ///
  /// @param first packet that came out
  List<byte[]> framesBefore(AVPacket first) {
    byte[] start = bytes.kept();
    long end = first.pos() - bytes.keptFrom();
    if (!container().equals("mp3") || end <= 0 || end > start.length - SyncFrame.HEADER_BYTES) {
      return List.of();
    }
    var in = ByteBuffer.wrap(start);
    int codec = stream.codecpar().codec_id();
    int kind = SyncFrame.kind(codec, in, (int) end);
    var frames = new ArrayList<byte[]>();
    int at = 0;
    while (at < end) {
      int length = SyncFrame.bytes(codec, in, at);
      boolean same = length != SyncFrame.UNKNOWN && SyncFrame.kind(codec, in, at) == kind;
      if (!same || at + length > end) {
        return List.of();
      }
      frames.add(Arrays.copyOfRange(start, at, at + length));
      at += length;
    }
    boolean tagged = LameTag.isAt(start, 0);
    return tagged ? frames.subList(1, frames.size()) : frames;
  }

  /// How many frames a wav says it has, or -1.
  long wavFrames() {
    return WavHeader.of(bytes.kept()).frames();
  }

  /// How many frames a w64 says it has, or -1.
  long w64Frames() {
    long sound = DeclaredSize.w64SoundBytes(bytes.kept());
    int frame = stream.codecpar().block_align();
    return sound == DeclaredSize.UNKNOWN || frame < 1 ? -1 : sound / frame;
  }

  AVFormatContext format() {
    return format;
  }

  /// The next packet of the track, valid until the next call; null at the end.
  @Nullable AVPacket next() throws AudioException {
    for (int failures = 0; failures < FAILURES_IN_A_ROW; ) {
      av_packet_unref(packet);
      int read = av_read_frame(format, packet);
      throwIfBroken(name, bytes);
      if (read == AVERROR_EOF()) {
        return null;
      }
      if (read < 0) {
        failures++;
      } else if (packet.stream_index() == stream.index()) {
        return packet;
      }
    }
    return null; // nothing more to be had; the count of frames shows what is missing
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      av_packet_free(packet);
      avformat_close_input(format);
    }
  }

  private static void throwIfBroken(String name, AvioInput bytes) throws AudioException {
    IOException failure = bytes.failure();
    if (failure != null) {
      throw new AudioException(
          AudioException.Kind.UNREADABLE,
          name,
          "could not be read to its end (%s); check the disk or the pipe, and try again"
              .formatted(AudioException.reason(failure)),
          failure);
    }
  }

  private static AudioException unreadable(
      String name, AvioInput bytes, AVInputFormat kind, int error) throws AudioException {
    throwIfBroken(name, bytes);
    if (shortName(kind).equals("mp3") && error == AVERROR_INVALIDDATA()) {
      return new AudioException(
          AudioException.Kind.CORRUPT,
          name,
          "holds no two frames of MPEG audio in a row, expected at least two; fetch it again");
    }
    return new AudioException(
        AudioException.Kind.CORRUPT,
        name,
        "has a broken %s header (%s), expected a whole file; fetch it again"
            .formatted(shortName(kind), Ffmpeg.text(error)));
  }

  /// The sound tracks, as people choose them: number and language.
  List<String> soundTracks() {
    var tracks = new ArrayList<String>();
    for (int i = 0; i < format.nb_streams(); i++) {
      if (format.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO) {
        String language = language(format.streams(i));
        tracks.add(tracks.size() + 1 + (language.isEmpty() ? "" : ": " + language));
      }
    }
    return tracks;
  }

  /// Which of the sound tracks was chosen, 1 = the first.
  int soundTrackNumber() {
    int number = 0;
    for (int i = 0; i <= stream.index(); i++) {
      number += format.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO ? 1 : 0;
    }
    return number;
  }

  /// Whether there is a moving picture beside the sound.
  boolean hasPicture() {
    return pictures(format) > 0;
  }

  private static String language(AVStream stream) {
    var entry = av_dict_get(stream.metadata(), "language", null, 0);
    String language = entry == null ? "" : entry.value().getString();
    return language.equals("und") ? "" : language;
  }

  /// The number among all streams of the first sound track of a language.
  private static int soundTrack(String wanted, String name, AVFormatContext format)
      throws AudioException {
    var languages = new ArrayList<String>();
    for (int i = 0; i < format.nb_streams(); i++) {
      if (format.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO) {
        String language = language(format.streams(i));
        if (language.equalsIgnoreCase(wanted)) {
          return i;
        }
        languages.add(language.isEmpty() ? "no language" : language);
      }
    }
    throw new AudioException(
        AudioException.Kind.UNSUPPORTED,
        name,
        "has no sound track of the language %s, found %s; choose one of them, or a number from 1 to %d"
            .formatted(wanted, String.join(", ", languages), languages.size()));
  }

  /// The number among all streams of a sound track, 1 = the first.
  private static int soundTrack(int number, String name, AVFormatContext format)
      throws AudioException {
    int found = 0;
    for (int i = 0; i < format.nb_streams(); i++) {
      if (format.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO && ++found == number) {
        return i;
      }
    }
    throw new AudioException(
        AudioException.Kind.UNSUPPORTED,
        name,
        "has %s, expected at least %d; give a file with all of them"
            .formatted(Counted.of(found, "sound track"), number));
  }

  private static int pictures(AVFormatContext format) {
    int pictures = 0;
    for (int i = 0; i < format.nb_streams(); i++) {
      var other = format.streams(i);
      boolean cover = (other.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
      if (other.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO && !cover) {
        pictures++;
      }
    }
    return pictures;
  }

  private static AudioException noSound(String name, AVFormatContext format) {
    return new AudioException(
        AudioException.Kind.UNSUPPORTED,
        name,
        "has no sound (%s, 0 sound tracks), expected at least 1 sound track; give a file with sound"
            .formatted(Counted.of(pictures(format), "video track")));
  }
}
