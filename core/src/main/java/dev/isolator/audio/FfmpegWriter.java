package dev.isolator.audio;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import dev.isolator.audio.OutputFormat.Container;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;

/// Writes flac, mp3, m4a and opus through FFmpeg's encoders and muxers, with their bit-exact flags:
/// no versions, dates or random numbers get into the file.
///
/// | container | encoder | frame | how length and place survive |
/// |---|---|---|---|
/// | flac | FFmpeg | 4 608 at 44.1 kHz | total in STREAMINFO |
/// | mp3 | LAME | 1 152 or 576 | LAME tag: delay and padding |
/// | m4a | FFmpeg's AAC | 1 024 | edit list, in a time scale of the sample rate |
/// | opus | libopus | 960 | pre-skip and the last page's position |
///
/// The rate and channels must be legal ones of [FormatLimits].
final class FfmpegWriter implements AudioSink {
  private final FileOutput file;
  private final int sampleRate;
  private final ChannelLayout layout;
  private final Container container;
  private final AvioOutput output;
  private final AVFormatContext muxer;
  private final AVPacket packet;
  private @Nullable AVCodecContext codec;
  private @Nullable AVFrame frame;
  private @Nullable AVStream stream;

  /// The frame that is being filled: `[channels][codec's frame size]`.
  private float[][] pending = new float[0][0];

  private float[] interleaved = new float[0];
  private int[] integers = new int[0];
  private short[] shorts = new short[0];
  private int filled;
  private long framesSent;
  private boolean closed;

  FfmpegWriter(
      FileOutput file, OutputFormat format, int sampleRate, ChannelLayout layout, Tags tags)
      throws AudioException {
    Ffmpeg.load();
    this.file = file;
    this.sampleRate = sampleRate;
    this.layout = layout;
    this.container = format.container();
    output = new AvioOutput(file);
    muxer = new AVFormatContext(null);
    packet = av_packet_alloc();
    boolean open = false;
    try {
      open(format, tags);
      open = true;
    } finally {
      if (!open) {
        release();
      }
    }
  }

  private void open(OutputFormat format, Tags tags) throws AudioException {
    check(avformat_alloc_output_context2(muxer, null, muxerName(), null), "open the muxer");
    muxer.pb(output.context());
    muxer.flags(muxer.flags() | AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT);
    var opened = openCodec(format);
    var audio = avformat_new_stream(muxer, null);
    stream = audio;
    audio.time_base().num(1).den(sampleRate);
    check(avcodec_parameters_from_context(audio.codecpar(), opened), "describe the stream");

    var cover = tags.cover() == null ? null : CoverPicture.of(tags.cover());
    var picture = cover != null && container != Container.OPUS ? pictureStream(cover) : null;
    var dictionary = new AVDictionary(null);
    tags.entries().forEach((key, value) -> put(dictionary, name(key), value));
    if (cover != null && container == Container.OPUS) {
      put(dictionary, "METADATA_BLOCK_PICTURE", cover.pictureBlock());
    }
    if (container == Container.OPUS) {
      audio.metadata(dictionary);
    } else {
      muxer.metadata(dictionary);
    }

    var options = new AVDictionary(null);
    switch (container) {
      case MP3 -> put(options, "id3v2_version", "3"); // what all players read
      case M4A -> put(options, "movie_timescale", Integer.toString(sampleRate));
      case WAV, FLAC, OPUS -> {}
    }
    int written = avformat_write_header(muxer, options);
    av_dict_free(options);
    check(written, "write the header");
    if (cover != null && picture != null) {
      check(av_new_packet(packet, cover.bytes().length), "hold the cover");
      packet.data().put(cover.bytes(), 0, cover.bytes().length);
      packet.stream_index(picture.index());
      packet.flags(AV_PKT_FLAG_KEY);
      packet.pts(0).dts(0);
      check(av_write_frame(muxer, packet), "write the cover");
      av_packet_unref(packet);
    }
  }

  private AVCodecContext openCodec(OutputFormat format) throws AudioException {
    AVCodec encoder = avcodec_find_encoder_by_name(codecName());
    if (encoder == null || encoder.isNull()) {
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          file.name(),
          "cannot be written: this build of FFmpeg has no %s encoder; choose another format"
              .formatted(codecName()));
    }
    var context = avcodec_alloc_context3(encoder);
    codec = context;
    context.sample_rate(sampleRate);
    context.time_base().num(1).den(sampleRate);
    Ffmpeg.layout(layout, context.ch_layout());
    context.sample_fmt(sampleFormat(format.depth()));
    context.flags(context.flags() | AV_CODEC_FLAG_BITEXACT);
    context.thread_count(1);
    if ((muxer.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    if (container == Container.FLAC && format.depth() == SampleDepth.S24) {
      context.bits_per_raw_sample(24);
    }
    int kbps = FormatLimits.kbps(container, format.bitrateKbps(), sampleRate, layout.count());
    if (kbps > 0) {
      context.bit_rate(kbps * 1000L);
    } else if (container == Container.MP3) {
      context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
      context.global_quality(0 * FF_QP2LAMBDA); // V0
    }
    check(avcodec_open2(context, encoder, (PointerPointer<?>) null), "open the encoder");

    int size = context.frame_size();
    pending = new float[layout.count()][size];
    switch (context.sample_fmt()) {
      case AV_SAMPLE_FMT_FLT -> interleaved = new float[layout.count() * size];
      case AV_SAMPLE_FMT_S16 -> shorts = new short[layout.count() * size];
      case AV_SAMPLE_FMT_S32 -> integers = new int[layout.count() * size];
      default -> {} // planar: as it is pending
    }
    var made = av_frame_alloc();
    frame = made;
    made.format(context.sample_fmt());
    made.sample_rate(sampleRate);
    made.nb_samples(size);
    Ffmpeg.layout(layout, made.ch_layout());
    check(av_frame_get_buffer(made, 0), "hold a frame");
    return context;
  }

  private AVStream pictureStream(CoverPicture cover) {
    var picture = avformat_new_stream(muxer, null);
    picture.disposition(AV_DISPOSITION_ATTACHED_PIC);
    picture.time_base().num(1).den(sampleRate);
    var parameters = picture.codecpar();
    parameters.codec_type(AVMEDIA_TYPE_VIDEO);
    parameters.codec_id(cover.mimeType().equals("image/png") ? AV_CODEC_ID_PNG : AV_CODEC_ID_MJPEG);
    parameters.width(cover.width()).height(cover.height());
    return picture;
  }

  /// FFmpeg's m4a has another name for the program that made a file than its other formats.
  private String name(String key) {
    return container == Container.M4A && key.equals("encoded_by") ? "encoding_tool" : key;
  }

  private String muxerName() {
    return switch (container) {
      case FLAC -> "flac";
      case MP3 -> "mp3";
      case M4A -> "ipod";
      case OPUS -> "opus";
      case WAV -> throw new IllegalArgumentException("wav is WavWriter's");
    };
  }

  private String codecName() {
    return switch (container) {
      case FLAC -> "flac";
      case MP3 -> "libmp3lame";
      case M4A -> "aac";
      case OPUS -> "libopus";
      case WAV -> throw new IllegalArgumentException("wav is WavWriter's");
    };
  }

  private int sampleFormat(SampleDepth depth) {
    return switch (container) {
      case FLAC -> depth == SampleDepth.S16 ? AV_SAMPLE_FMT_S16 : AV_SAMPLE_FMT_S32;
      case MP3, M4A -> AV_SAMPLE_FMT_FLTP;
      case OPUS -> AV_SAMPLE_FMT_FLT;
      case WAV -> throw new IllegalArgumentException("wav is WavWriter's");
    };
  }

  @Override
  public int sampleRate() {
    return sampleRate;
  }

  @Override
  public ChannelLayout layout() {
    return layout;
  }

  @Override
  public void write(float[][] block, int frames) throws AudioException {
    for (int done = 0; done < frames; ) {
      int count = Math.min(frames - done, pending[0].length - filled);
      for (int c = 0; c < pending.length; c++) {
        System.arraycopy(block[c], done, pending[c], filled, count);
      }
      filled += count;
      done += count;
      if (filled == pending[0].length) {
        sendPending();
      }
    }
  }

  @Override
  public void finish() throws AudioException {
    if (filled > 0) {
      sendPending();
    }
    send(null);
    check(av_write_trailer(muxer), "write the trailer");
    file.force();
  }

  private void sendPending() throws AudioException {
    var to = Objects.requireNonNull(frame);
    to.nb_samples(filled);
    check(av_frame_make_writable(to), "hold a frame");
    fill(to);
    to.pts(framesSent);
    framesSent += filled;
    filled = 0;
    send(to);
  }

  private void fill(AVFrame to) {
    int channels = pending.length;
    int count = filled * channels;
    switch (to.format()) {
      case AV_SAMPLE_FMT_FLTP -> {
        for (int c = 0; c < channels; c++) {
          new FloatPointer(to.extended_data(c)).put(pending[c], 0, filled);
        }
      }
      case AV_SAMPLE_FMT_FLT -> {
        for (int n = 0; n < count; n++) {
          interleaved[n] = pending[n % channels][n / channels];
        }
        new FloatPointer(to.data(0)).put(interleaved, 0, count);
      }
      case AV_SAMPLE_FMT_S16 -> {
        for (int n = 0; n < count; n++) {
          shorts[n] = (short) Pcm.nearest(pending[n % channels][n / channels], Pcm.FULL_SCALE_16);
        }
        new ShortPointer(to.data(0)).put(shorts, 0, count);
      }
      case AV_SAMPLE_FMT_S32 -> {
        for (int n = 0; n < count; n++) {
          integers[n] = Pcm.nearest(pending[n % channels][n / channels], Pcm.FULL_SCALE_24) << 8;
        }
        new IntPointer(to.data(0)).put(integers, 0, count);
      }
      default -> throw new IllegalStateException("no sample format " + to.format());
    }
  }

  /// @param next a frame, or null: no more will come
  private void send(@Nullable AVFrame next) throws AudioException {
    var encoder = Objects.requireNonNull(codec);
    var target = Objects.requireNonNull(stream);
    check(avcodec_send_frame(encoder, next), "encode");
    while (true) {
      int received = avcodec_receive_packet(encoder, packet);
      if (received == AVERROR_EAGAIN() || received == AVERROR_EOF()) {
        return;
      }
      check(received, "encode");
      packet.stream_index(target.index());
      av_packet_rescale_ts(packet, encoder.time_base(), target.time_base());
      check(av_write_frame(muxer, packet), "write");
      av_packet_unref(packet);
    }
  }

  private void check(int result, String doing) throws AudioException {
    output.check();
    if (result < 0) {
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          file.name(),
          "cannot be written as %s at %d Hz and %s: FFmpeg could not %s (%s); choose another format"
              .formatted(
                  container.extension(),
                  sampleRate,
                  Counted.channels(layout.count()),
                  doing,
                  Ffmpeg.text(result)));
    }
  }

  private static void put(AVDictionary dictionary, String key, String value) {
    try (var name = utf8(key);
        var text = utf8(value)) {
      av_dict_set(dictionary, name, text, 0);
    }
  }

  /// Zero-terminated.
  private static BytePointer utf8(String text) {
    return new BytePointer((text.replace("\0", "") + "\0").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (!closed) {
      release();
      file.close();
    }
  }

  private void release() {
    closed = true;
    if (frame != null) {
      av_frame_free(frame);
    }
    if (codec != null) {
      avcodec_free_context(codec);
    }
    av_packet_free(packet);
    if (!muxer.isNull()) {
      avformat_free_context(muxer); // frees streams and tags, not pb, which is ours
    }
    output.close();
  }
}
