package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VORBIS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_LOSSLESS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_LOSSY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_SKIP_SAMPLES;
import static org.bytedeco.ffmpeg.global.avcodec.av_get_bits_per_sample;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;

import java.nio.ByteOrder;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/// Turns a track's packets into FFmpeg's frames, one at a time.
///
/// The codec itself drops what the container marks as encoder delay or padding. A packet that
/// cannot be decoded is counted and becomes a gap of its length.
final class TrackDecoder implements AutoCloseable {
  /// FFmpeg's names of the decoders that are opened.
  static final String CODECS =
      "aac,aac_latm,ac3,eac3,alac,amrnb,amrwb,ape,dca,dsd_lsbf,dsd_lsbf_planar,dsd_msbf,"
          + "dsd_msbf_planar,flac,gsm,gsm_ms,mlp,truehd,mp1,mp1float,mp2,mp2float,mp3float,mpc7,mpc8,"
          + "nellymoser,opus,pcm_bluray,pcm_dvd,tta,wavpack,"
          + "speex,vorbis,wmav1,wmav2,wmapro,wmalossless,wmavoice,adpcm_ms,adpcm_ima_wav,"
          + "adpcm_ima_qt,g722,pcm_alaw,pcm_mulaw,pcm_s8,pcm_u8,pcm_s16le,pcm_s16be,pcm_u16le,pcm_u16be,"
          + "pcm_s24le,pcm_s24be,pcm_u24le,pcm_u24be,pcm_s32le,pcm_s32be,pcm_u32le,pcm_u32be,"
          + "pcm_s64le,pcm_s64be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be";

  private static final Set<String> ALLOWED = Set.of(CODECS.split(",", -1));

  /// Lossless codecs whose frames have a checksum that FFmpeg does not look at by itself.
  private static final Set<String> CHECKED = Set.of("ape", "flac", "tta");

  /// What comes of the track's packets.
  sealed interface Decoded {
    /// Decoded sound, valid until the next call.
    record Frame(AVFrame frame) implements Decoded {}

    /// So many frames are silent: they could not be decoded, or the container has lost them.
    record Gap(int frames) implements Decoded {}
  }

  private static final int MOST_GAP_SECONDS = 8; // of one packet; those of ape have up to 6.7
  private static final int MOST_LOST_SECONDS = 3600; // that a flac frame's number may skip

  private final String name;
  private final Demuxer demuxer;
  private final PacketTimeline timeline;
  private final AVCodecContext codec;
  private final AVFrame frame;
  private boolean draining;
  private boolean closed;
  private long damagedPackets; // with sound behind them
  private long undecodablePackets; // since the last sound
  private long lostFrames;
  private long lostPlaces;
  private boolean lostEstimated;
  private long decodedFrames;
  private long leadingGap;
  private int lastFrames;
  private int framesOfPacket;
  private boolean oneFrameAPacket;
  private final boolean lossy;
  private final boolean numbered; // raw flac: frames say at which sample they start
  private long packetPosition = -1;
  private long nextPosition = -1;
  private boolean held; // the frame waits behind a gap
  private boolean sawPacket;
  private boolean skipsAtStart;
  private long firstPacketPts = AV_NOPTS_VALUE;
  private long firstPts = AV_NOPTS_VALUE;
  private long lastPacketEnd = AV_NOPTS_VALUE;

  private TrackDecoder(String name, Demuxer demuxer, AVCodecContext codec) {
    this.name = name;
    this.demuxer = demuxer;
    this.codec = codec;
    this.timeline = new PacketTimeline(demuxer, codec.sample_rate());
    this.frame = av_frame_alloc();
    this.lossy = lossy();
    this.numbered = demuxer.container().equals("flac");
  }

  /// @param demuxer stays the caller's to close
  static TrackDecoder open(String name, Demuxer demuxer) throws AudioException {
    var parameters = demuxer.stream().codecpar();
    AVCodec decoder = avcodec_find_decoder(parameters.codec_id());
    if (decoder == null || !ALLOWED.contains(decoder.name().getString())) {
      var descriptor = avcodec_descriptor_get(parameters.codec_id());
      throw new AudioException(
          AudioException.Kind.UNSUPPORTED,
          name,
          "holds sound of the kind '%s', expected one of the usual kinds; convert it to wav or flac first"
              .formatted(descriptor == null ? "unknown" : descriptor.name().getString()));
    }
    var codec = avcodec_alloc_context3(decoder);
    int error = avcodec_parameters_to_context(codec, parameters);
    codec.pkt_timebase(demuxer.stream().time_base());
    codec.thread_count(1); // threads would buy little and cost memory
    if (CHECKED.contains(decoder.name().getString())) {
      codec.err_recognition(AV_EF_CRCCHECK | AV_EF_EXPLODE); // a broken frame is loud noise
    }
    error = error < 0 ? error : avcodec_open2(codec, decoder, (AVDictionary) null);
    if (error < 0) {
      avcodec_free_context(codec);
      throw new AudioException(
          AudioException.Kind.CORRUPT,
          name,
          "has a broken %s header (%s), expected a whole file; fetch it again"
              .formatted(decoder.name().getString(), Ffmpeg.text(error)));
    }
    return new TrackDecoder(name, demuxer, codec);
  }

  /// The first frame that can be decoded, which says what the track is; null where there is none.
  /// [#leadingGap()] says what could not be decoded before it.
  @Nullable AVFrame firstFrame() throws AudioException {
    while (true) {
      switch (next()) {
        case null -> {
          if (damaged() > 0) {
            throw new AudioException(
                AudioException.Kind.CORRUPT,
                name,
                "holds no %s sound that can be decoded (%s), expected at least one frame; fetch it again"
                    .formatted(codecName(), Counted.of(damaged(), "broken packet")));
          }
          return null;
        }
        case Decoded.Gap(int frames) -> leadingGap += frames;
        case Decoded.Frame(var sound) -> {
          return sound;
        }
      }
    }
  }

  /// What comes out next; null at the end of the track.
  @Nullable Decoded next() throws AudioException {
    while (true) {
      if (held) {
        held = false;
        return new Decoded.Frame(frame);
      }
      int received = avcodec_receive_frame(codec, frame);
      if (received == 0 && framesOfPacket++ > 0 && oneFrameAPacket) {
        continue; // what a damaged AAC frame leaves of its packet is no second frame
      }
      if (received == 0 && lossy && Overload.isIn(frame)) {
        lastFrames = frame.nb_samples();
        timeline.decoded(lastFrames);
        undecodablePackets++;
        forget(); // the next frame would begin with half of this one
        return new Decoded.Gap(lastFrames);
      }
      if (received == 0) {
        lastFrames = frame.nb_samples();
        timeline.decoded(lastFrames);
        decodedFrames += lastFrames;
        damagedPackets += undecodablePackets;
        undecodablePackets = 0;
        if (firstPts == AV_NOPTS_VALUE) {
          firstPts = frame.pts();
        }
        int gap = gapBeforeFrame();
        if (gap > 0) {
          held = true;
          return new Decoded.Gap(gap);
        }
        return new Decoded.Frame(frame);
      }
      if (received == AVERROR_EOF()) {
        return null;
      }
      if (received != AVERROR_EAGAIN()) {
        undecodablePackets++;
        if (draining) {
          return null;
        }
        boolean rest = framesOfPacket++ > 0 && oneFrameAPacket; // of a packet that gave its frame
        if (!numbered && !rest) {
          return new Decoded.Gap(lastFrames);
        }
        continue;
      }
      switch (timeline.next()) {
        case null -> {
          draining = true;
          avcodec_send_packet(codec, null);
        }
        case PacketTimeline.Item.Missing(int frames, boolean estimated) -> {
          lostFrames += frames;
          lostPlaces++;
          lostEstimated |= estimated;
          forget();
          return new Decoded.Gap(frames);
        }
        case PacketTimeline.Item.Packet(var packet) -> {
          note(packet);
          framesOfPacket = 0;
          int sent = avcodec_send_packet(codec, packet);
          if (sent < 0 && sent != AVERROR_EOF()) {
            checkUnchanged(packet);
            undecodablePackets++;
            framesOfPacket++;
            if (!numbered) {
              return new Decoded.Gap(frames(packet));
            }
          }
        }
      }
    }
  }

  /// How many frames are missing before the frame that was just decoded, where frames are numbered.
  private int gapBeforeFrame() {
    if (!numbered || packetPosition < 0) {
      return 0;
    }
    if (nextPosition < 0) {
      nextPosition = damaged() > 0 ? 0 : packetPosition; // an excerpt starts anywhere
    }
    long gap = packetPosition - nextPosition;
    boolean believed =
        gap > 0 && damaged() > 0 && gap <= (long) MOST_LOST_SECONDS * codec.sample_rate();
    nextPosition += frame.nb_samples() + (believed ? gap : 0);
    return believed ? (int) gap : 0;
  }

  private void note(AVPacket packet) {
    oneFrameAPacket =
        codec.codec_id() == AV_CODEC_ID_AAC
            && (demuxer.adts() == null || AdtsHeader.holdsOneFrame(packet));
    if (numbered && packet.data() != null && packet.size() > 0 && codec.extradata() != null) {
      packetPosition =
          FlacFrame.position(
              packet.data().capacity(packet.size()).asByteBuffer(),
              codec.extradata().capacity(codec.extradata_size()).asByteBuffer());
    }
    var skip = av_packet_get_side_data(packet, AV_PKT_DATA_SKIP_SAMPLES, (SizeTPointer) null);
    if (!sawPacket) {
      sawPacket = true;
      firstPacketPts = packet.pts();
    }
    skipsAtStart |= skip != null && decodedFrames == 0;
    if (skip != null && codec.codec_id() == AV_CODEC_ID_VORBIS) {
      correctVorbisPadding(packet, skip.capacity(8));
    }
    if (packet.pts() != AV_NOPTS_VALUE && packet.duration() > 0) {
      lastPacketEnd = packet.pts() + packet.duration();
    }
  }

  /// Resets codecs that would join what they remember to what comes after a gap: Vorbis its last
  /// half window, AAC too, mp3 the bits of frames before, which come out as noise above full scale.
  private void forget() {
    int id = codec.codec_id();
    if (id == AV_CODEC_ID_VORBIS || id == AV_CODEC_ID_MP3 || id == AV_CODEC_ID_AAC) {
      avcodec_flush_buffers(codec);
    }
  }

  /// Refuses a flac whose samples have another size from here on, which no decoder at hand takes:
  /// its frames look damaged, and are not.
  private void checkUnchanged(AVPacket packet) throws AudioException {
    if (codec.codec_id() != AV_CODEC_ID_FLAC || packet.data() == null || packet.size() < 4) {
      return;
    }
    int bits = FlacFrame.bits(packet.data().capacity(packet.size()).asByteBuffer());
    int before = codec.bits_per_raw_sample();
    if (bits > 0 && before > 0 && bits != before) {
      throw new AudioException(
          AudioException.Kind.UNSUPPORTED,
          name,
          "changes to %d bits after %s, expected %d bits to the end; convert it to wav first"
              .formatted(bits, Counted.frames(decodedFrames), before));
    }
  }

  /// Vorbis' first packet gives no samples. FFmpeg's demuxer gives it a length all the same where
  /// the whole song is in one ogg page, some seconds at most, and then takes that length away at
  /// the end. Here it is given back, in the packet's side data (skip and discard, 32 bits each,
  /// little endian).
  private void correctVorbisPadding(AVPacket last, BytePointer skip) {
    long started = firstPts == AV_NOPTS_VALUE ? last.pts() : firstPts;
    if (firstPacketPts == 0 && started > 0) {
      var padding = skip.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      padding.putInt(4, (int) Math.max(0, padding.getInt(4) - started));
    }
  }

  /// Where the first sound stands on the container's time line, in frames; 0 where times are not
  /// known.
  long start() {
    return firstPts == AV_NOPTS_VALUE ? 0 : frames(firstPts);
  }

  /// Whether the container marks encoder delay that the codec drops.
  boolean skipsAtStart() {
    return skipsAtStart;
  }

  /// Where the last packet so far ends, in frames from the first that came out; -1 where packets
  /// carry no times.
  long packetEnd() {
    return firstPts == AV_NOPTS_VALUE || lastPacketEnd == AV_NOPTS_VALUE
        ? -1
        : frames(lastPacketEnd - firstPts);
  }

  /// A time of the container's, in frames.
  long frames(long time) {
    return demuxer.frames(time, codec.sample_rate());
  }

  /// Whether every frame is stored by itself, so that nothing is added at the ends.
  boolean isPcm() {
    return av_get_bits_per_sample(codec.codec_id()) > 0
        && !codecName().startsWith("adpcm")
        && !codecName().equals("g722");
  }

  /// Frames that the container has lost, by its own times.
  long lostFrames() {
    return lostFrames;
  }

  /// How many places they are missing at.
  long lostPlaces() {
    return lostPlaces;
  }

  /// Whether some of them are counted by the lengths of the frames around.
  boolean lostEstimated() {
    return lostEstimated;
  }

  /// Whether the file ends before its container says, by bytes.
  boolean isCutShort() throws AudioException {
    return demuxer.isCutShort();
  }

  /// Which of an Ogg file's streams the track is.
  int oggSerial() {
    return timeline.serial();
  }

  /// Frames before the first that could be decoded.
  long leadingGap() {
    return leadingGap;
  }

  /// Packets that could not be decoded and have sound behind them.
  long damagedPackets() {
    return damagedPackets;
  }

  /// Packets behind the last sound that could not be decoded.
  long trailingPackets() {
    return undecodablePackets;
  }

  private long damaged() {
    return damagedPackets + undecodablePackets;
  }

  String codecName() {
    return avcodec_descriptor_get(codec.codec_id()).name().getString();
  }

  boolean lossy() {
    int properties = avcodec_descriptor_get(codec.codec_id()).props();
    return (properties & AV_CODEC_PROP_LOSSY) != 0 && (properties & AV_CODEC_PROP_LOSSLESS) == 0;
  }

  /// How finely the track stores amplitudes.
  SampleDepth depth() {
    int kind = av_get_packed_sample_fmt(codec.sample_fmt());
    if (lossy() || kind == AV_SAMPLE_FMT_FLT) {
      return SampleDepth.F32;
    }
    if (kind == AV_SAMPLE_FMT_DBL) {
      return SampleDepth.F64;
    }
    int bits = codec.bits_per_raw_sample();
    if (bits <= 0) {
      bits = kind == AV_SAMPLE_FMT_U8 ? 8 : kind == AV_SAMPLE_FMT_S16 ? 16 : 32;
    }
    return bits <= 8
        ? SampleDepth.U8
        : bits <= 16 ? SampleDepth.S16 : bits <= 24 ? SampleDepth.S24 : SampleDepth.S32;
  }

  AVCodecContext codec() {
    return codec;
  }

  /// How long a packet is: as its container says, or as the one before where that only differs by
  /// the container's rounding (mkv counts milliseconds).
  private int frames(AVPacket packet) {
    int rate = codec.sample_rate();
    long stated = Math.min(frames(packet.duration()), (long) rate * MOST_GAP_SECONDS);
    boolean rounded = Math.abs(stated - lastFrames) <= rate / 500;
    return packet.duration() <= 0 || rounded ? lastFrames : (int) Math.max(0, stated);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      timeline.close();
      av_frame_free(frame);
      avcodec_free_context(codec);
    }
  }
}
