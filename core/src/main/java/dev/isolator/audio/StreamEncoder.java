package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import dev.isolator.audio.OutputFormat.Container;
import java.util.Objects;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;

/// Samples → packets of one stream, through one of FFmpeg's encoders, with its bit-exact flag and
/// on the caller's thread: the same samples give the same packets, however they are cut into
/// blocks. One thread at a time; constant memory.
final class StreamEncoder implements AutoCloseable {
  private final OutputFormat format;
  private final int sampleRate;
  private final ChannelLayout layout;
  private final AVPacket packet;
  private @Nullable AVCodecContext codec;
  private @Nullable AVFrame frame;

  /// The frame that is being filled: `[channels][codec's frame size]`.
  private float[][] pending = new float[0][0];

  private float[] interleaved = new float[0];
  private int[] integers = new int[0];
  private short[] shorts = new short[0];
  private int filled;
  private long framesSent;

  /// Takes packets; what FFmpeg answers is checked by the caller.
  @FunctionalInterface
  interface PacketReceiver {
    /// Takes one packet.
    ///
    /// @param packet in the time base of the encoder; freed after the call
    void receive(AVPacket packet) throws AudioException;
  }

  /// Turns FFmpeg's codes into exceptions.
  @FunctionalInterface
  interface Check {
    /// Throws if a call failed.
    ///
    /// @param result below 0 = a failure
    /// @param doing what failed, such as `encode`
    void that(int result, String doing) throws AudioException;
  }

  private final Check check;

  /// Opens the encoder.
  ///
  /// @param file that is written, for messages
  /// @param globalHeader whether the container keeps the encoder's header
  StreamEncoder(
      String file,
      OutputFormat format,
      int sampleRate,
      ChannelLayout layout,
      boolean globalHeader,
      Check check)
      throws AudioException {
    this.format = format;
    this.sampleRate = sampleRate;
    this.layout = layout;
    this.check = check;
    this.packet = av_packet_alloc();
    boolean open = false;
    try {
      open(file, globalHeader);
      open = true;
    } finally {
      if (!open) {
        close();
      }
    }
  }

  private void open(String file, boolean globalHeader) throws AudioException {
    AVCodec encoder = avcodec_find_encoder_by_name(codecName());
    if (encoder == null || encoder.isNull()) {
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          file,
          "cannot be written: this build of FFmpeg has no %s encoder; choose another format"
              .formatted(codecName()));
    }
    var context = avcodec_alloc_context3(encoder);
    codec = context;
    context.sample_rate(sampleRate);
    context.time_base().num(1).den(sampleRate);
    Ffmpeg.layout(layout, context.ch_layout());
    context.sample_fmt(sampleFormat());
    context.flags(context.flags() | AV_CODEC_FLAG_BITEXACT);
    context.thread_count(1);
    if (globalHeader) {
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    if (!format.container().lossy() && format.depth() == SampleDepth.S24) {
      context.bits_per_raw_sample(24);
    }
    int kbps =
        FormatLimits.kbps(format.container(), format.bitrateKbps(), sampleRate, layout.count());
    if (kbps > 0) {
      context.bit_rate(kbps * 1000L);
    } else if (format.container() == Container.MP3) {
      context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
      context.global_quality(0 * FF_QP2LAMBDA); // V0
    }
    check.that(avcodec_open2(context, encoder, (PointerPointer<?>) null), "open the encoder");

    int size = context.frame_size();
    pending = new float[layout.count()][size];
    switch (context.sample_fmt()) {
      case AV_SAMPLE_FMT_FLT -> interleaved = new float[layout.count() * size];
      case AV_SAMPLE_FMT_S16 -> shorts = new short[layout.count() * size];
      case AV_SAMPLE_FMT_S32 -> integers = new int[layout.count() * size];
      case AV_SAMPLE_FMT_S16P -> shorts = new short[size];
      case AV_SAMPLE_FMT_S32P -> integers = new int[size];
      default -> {} // planar floats: as it is pending
    }
    var made = av_frame_alloc();
    frame = made;
    made.format(context.sample_fmt());
    made.sample_rate(sampleRate);
    made.nb_samples(size);
    Ffmpeg.layout(layout, made.ch_layout());
    check.that(av_frame_get_buffer(made, 0), "hold a frame");
  }

  private String codecName() {
    return switch (format.container()) {
      case FLAC -> "flac";
      case MP3 -> "libmp3lame";
      case M4A, STEM -> "aac";
      case STEM_ALAC -> "alac";
      case OPUS -> "libopus";
      case WAV -> throw new IllegalArgumentException("wav is WavWriter's");
    };
  }

  private int sampleFormat() {
    boolean narrow = format.depth() == SampleDepth.S16;
    return switch (format.container()) {
      case FLAC -> narrow ? AV_SAMPLE_FMT_S16 : AV_SAMPLE_FMT_S32;
      case MP3, M4A, STEM -> AV_SAMPLE_FMT_FLTP;
      case STEM_ALAC -> narrow ? AV_SAMPLE_FMT_S16P : AV_SAMPLE_FMT_S32P;
      case OPUS -> AV_SAMPLE_FMT_FLT;
      case WAV -> throw new IllegalArgumentException("wav is WavWriter's");
    };
  }

  /// The opened encoder.
  AVCodecContext codec() {
    return Objects.requireNonNull(codec);
  }

  /// Appends frames.
  ///
  /// @param block `[channels][≥ frames]`
  void write(float[][] block, int frames, PacketReceiver receiver) throws AudioException {
    for (int done = 0; done < frames; ) {
      int count = Math.min(frames - done, pending[0].length - filled);
      for (int c = 0; c < pending.length; c++) {
        System.arraycopy(block[c], done, pending[c], filled, count);
      }
      filled += count;
      done += count;
      if (filled == pending[0].length) {
        sendPending(receiver);
      }
    }
  }

  /// No more frames come: gives out all that is left.
  void finish(PacketReceiver receiver) throws AudioException {
    if (filled > 0) {
      sendPending(receiver);
    }
    send(null, receiver);
  }

  private void sendPending(PacketReceiver receiver) throws AudioException {
    var to = Objects.requireNonNull(frame);
    to.nb_samples(filled);
    check.that(av_frame_make_writable(to), "hold a frame");
    fill(to);
    to.pts(framesSent);
    framesSent += filled;
    filled = 0;
    send(to, receiver);
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
          shorts[n] = narrow(pending[n % channels][n / channels]);
        }
        new ShortPointer(to.data(0)).put(shorts, 0, count);
      }
      case AV_SAMPLE_FMT_S32 -> {
        for (int n = 0; n < count; n++) {
          integers[n] = wide(pending[n % channels][n / channels]);
        }
        new IntPointer(to.data(0)).put(integers, 0, count);
      }
      case AV_SAMPLE_FMT_S16P -> {
        for (int c = 0; c < channels; c++) {
          for (int n = 0; n < filled; n++) {
            shorts[n] = narrow(pending[c][n]);
          }
          new ShortPointer(to.extended_data(c)).put(shorts, 0, filled);
        }
      }
      case AV_SAMPLE_FMT_S32P -> {
        for (int c = 0; c < channels; c++) {
          for (int n = 0; n < filled; n++) {
            integers[n] = wide(pending[c][n]);
          }
          new IntPointer(to.extended_data(c)).put(integers, 0, filled);
        }
      }
      default -> throw new IllegalStateException("no sample format " + to.format());
    }
  }

  private static short narrow(float amplitude) {
    return (short) Pcm.nearest(amplitude, Pcm.FULL_SCALE_16);
  }

  /// 24 bits at the top of 32.
  private static int wide(float amplitude) {
    return Pcm.nearest(amplitude, Pcm.FULL_SCALE_24) << 8;
  }

  /// @param next a frame, or null: no more will come
  private void send(@Nullable AVFrame next, PacketReceiver receiver) throws AudioException {
    var encoder = codec();
    check.that(avcodec_send_frame(encoder, next), "encode");
    while (true) {
      int received = avcodec_receive_packet(encoder, packet);
      if (received == AVERROR_EAGAIN() || received == AVERROR_EOF()) {
        return;
      }
      check.that(received, "encode");
      receiver.receive(packet);
      av_packet_unref(packet);
    }
  }

  @Override
  public void close() {
    if (frame != null) {
      av_frame_free(frame);
      frame = null;
    }
    if (codec != null) {
      avcodec_free_context(codec);
      codec = null;
    }
    if (!packet.isNull()) {
      av_packet_free(packet);
    }
  }
}
