package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/// Another sample rate for a song, block by block, without delay: what was at second `t` is at
/// second `t`, and `n` frames become `ceil(n · to / from)`.
///
/// FFmpeg's polyphase filter, with a Kaiser window of β = 12 and 256 taps at the lower rate:
/// aliases and images below −140 dB, flat to 0.97 of the lower rate's half. (FFmpeg's defaults
/// alias at −20 dB near the top.) Peaks between samples may come out higher than any input sample.
///
/// Input is gathered into blocks of a fixed size, so that the caller's blocks change no bit of the
/// output. One thread at a time; allocates nothing after the constructor.
final class Resampler implements AutoCloseable {
  private static final int BLOCK_FRAMES = 4096;

  /// Takes what comes out.
  @FunctionalInterface
  interface Sink {
    /// Takes frames.
    ///
    /// @param block `[channels][≥ frames]`, overwritten by the next
    void write(float[][] block, int frames) throws AudioException;
  }

  private final int fromRate;
  private final int toRate;
  private final float[][] pending;
  private final float[][] out;
  private final SwrContext context = new SwrContext(null);
  private final FloatPointer[] nativeIn;
  private final FloatPointer[] nativeOut;
  private final PointerPointer<FloatPointer> inPlanes;
  private final PointerPointer<FloatPointer> outPlanes;
  private int filled;
  private long framesIn;
  private long framesOut;
  private boolean closed;

  /// Sets the filter up.
  ///
  /// @param name of the file, for messages
  Resampler(String name, int channels, int fromRate, int toRate) throws AudioException {
    Ffmpeg.load();
    this.fromRate = fromRate;
    this.toRate = toRate;
    int outFrames = Math.toIntExact(Math.ceilDiv((long) BLOCK_FRAMES * toRate, fromRate)) + 64;
    pending = new float[channels][BLOCK_FRAMES];
    out = new float[channels][outFrames];
    nativeIn = planes(channels, BLOCK_FRAMES);
    nativeOut = planes(channels, outFrames);
    inPlanes = new PointerPointer<>(nativeIn);
    outPlanes = new PointerPointer<>(nativeOut);
    int result;
    try (var layout = new AVChannelLayout()) {
      av_channel_layout_default(layout, channels); // the filter treats all channels alike
      result =
          swr_alloc_set_opts2(
              context,
              layout,
              AV_SAMPLE_FMT_FLTP,
              toRate,
              layout,
              AV_SAMPLE_FMT_FLTP,
              fromRate,
              0,
              null);
      av_channel_layout_uninit(layout);
    }
    if (result >= 0) {
      option("filter_size", "256");
      option("cutoff", "0.985");
      option("filter_type", "kaiser");
      option("kaiser_beta", "12");
      option("exact_rational", "1");
      result = swr_init(context);
    }
    if (result < 0) {
      close();
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          name,
          "cannot be resampled from %d to %d Hz (%s); choose another format"
              .formatted(fromRate, toRate, Ffmpeg.text(result)));
    }
  }

  private void option(String name, String value) {
    av_opt_set(context, name, value, 0);
  }

  private static FloatPointer[] planes(int channels, int frames) {
    var planes = new FloatPointer[channels];
    for (int c = 0; c < channels; c++) {
      planes[c] = new FloatPointer(frames);
    }
    return planes;
  }

  /// Resamples frames.
  ///
  /// @param block `[channels][≥ frames]`
  void write(float[][] block, int frames, Sink to) throws AudioException {
    for (int done = 0; done < frames; ) {
      int count = Math.min(frames - done, BLOCK_FRAMES - filled);
      for (int c = 0; c < pending.length; c++) {
        System.arraycopy(block[c], done, pending[c], filled, count);
      }
      filled += count;
      done += count;
      if (filled == BLOCK_FRAMES) {
        convertPending(to);
      }
    }
  }

  /// Gives out the rest.
  void finish(Sink to) throws AudioException {
    convertPending(to);
    long total = Math.ceilDiv(framesIn * toRate, (long) fromRate);
    while (framesOut < total) {
      int room = (int) Math.min(out[0].length, total - framesOut);
      int count = swr_convert(context, outPlanes, room, (PointerPointer<?>) null, 0);
      if (count <= 0) { // a song shorter than the filter
        for (var channel : out) {
          Arrays.fill(channel, 0, room, 0);
        }
        framesOut += room;
        to.write(out, room);
      } else {
        give(count, to);
      }
    }
  }

  private void convertPending(Sink to) throws AudioException {
    if (filled == 0) {
      return;
    }
    for (int c = 0; c < pending.length; c++) {
      nativeIn[c].put(pending[c], 0, filled);
    }
    @Nullable PointerPointer<FloatPointer> input = inPlanes;
    int inputFrames = filled;
    framesIn += filled;
    filled = 0;
    while (true) {
      int count = swr_convert(context, outPlanes, out[0].length, input, inputFrames);
      if (count <= 0) {
        return;
      }
      give(count, to);
      if (count < out[0].length) {
        return;
      }
      inputFrames = 0; // what did not fit waits inside
    }
  }

  private void give(int count, Sink to) throws AudioException {
    for (int c = 0; c < out.length; c++) {
      nativeOut[c].get(out[c], 0, count);
    }
    framesOut += count;
    to.write(out, count);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!context.isNull()) {
      swr_free(context);
    }
    inPlanes.close();
    outPlanes.close();
    for (int c = 0; c < nativeIn.length; c++) {
      nativeIn[c].close();
      nativeOut[c].close();
    }
  }
}
