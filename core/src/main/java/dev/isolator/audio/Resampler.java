package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_double;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_int;
import static org.bytedeco.ffmpeg.global.swresample.SWR_FILTER_TYPE_KAISER;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.math.BigInteger;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/// Changes the sample rate of a stream of blocks.
///
/// ```java
/// try (var resampler = new Resampler(2, 44_100, 48_000)) {
///   resampler.push(block, n);                    // as often as there is input
///   int m = resampler.pull(out, out[0].length);  // after each push, until it gives 0
///   resampler.finish();                          // then pull the rest
/// }
/// ```
///
/// **Place and length.** The filter's delay is taken out: an input frame `k` comes out at `k · to /
/// from`, and `n` frames become exactly `ceil(n · to / from)`. Outside the song is silence. The
/// block size changes no output bit.
///
/// **Quality.** A Kaiser-windowed sinc (beta 12) of 256 taps at the lower rate, passing up to 0.985
/// of the lower Nyquist frequency. Sines come out with 127 to 142 dB of signal to noise, and what
/// the new rate cannot hold is 125 dB down (`ResamplerTest` asks for 120).
///
/// Equal rates pass through. One thread at a time. Memory: the filter (some MB at most), and what
/// was pushed and not pulled. Pushing and pulling allocate only until the buffers have grown to the
/// block size.
///
/// Source: J. O. Smith, *Digital Audio Resampling*, CCRMA, 2002; done by FFmpeg's libswresample.
public final class Resampler implements AutoCloseable {
  private static final int CHUNK = 4096; // frames that go into native memory at once
  private static final int TAPS = 256;
  private static final int MOST_PHASES = 1 << 13; // more of them would take tens of MB

  private final int channels;
  private final int from; // in Hz
  private final int to; // in Hz
  private final SwrContext context = new SwrContext(null);
  private final SampleFifo queue;
  private final FloatPointer[] input;
  private final FloatPointer[] output;
  private final PointerPointer<FloatPointer> inputs;
  private final PointerPointer<FloatPointer> outputs;
  private final float[][] scratch;
  private final float[][] silence;
  private final float[][] stage; // FFmpeg gets full chunks, so that block sizes cannot show
  private final int capacity; // output frames that one chunk may give
  private int staged; // frames in the stage
  private long pushed;
  private long produced; // frames that went into the queue
  private long toDrop; // output frames of the silence that came before the song
  private boolean finished;
  private boolean closed;

  /// @param channels 1 to 8
  /// @param fromHz the input's sample rate, 1 to 768 000
  /// @param toHz the output's sample rate, likewise
  public Resampler(int channels, int fromHz, int toHz) {
    range("channels", channels, ChannelLayout.MAX_CHANNELS);
    range("fromHz", fromHz, DecodeLimits.HIGHEST_SAMPLE_RATE);
    range("toHz", toHz, DecodeLimits.HIGHEST_SAMPLE_RATE);
    this.channels = channels;
    this.from = fromHz;
    this.to = toHz;
    this.queue = new SampleFifo(channels);
    this.silence = new float[channels][CHUNK];
    this.stage = new float[channels][CHUNK];
    boolean passes = from == to;
    Ffmpeg.load();
    if (!passes) {
      configure();
    }
    capacity = passes ? 0 : swr_get_out_samples(context, CHUNK) + frames(2L * reach()) + TAPS;
    scratch = new float[channels][capacity];
    input = planes(passes ? 0 : CHUNK);
    output = planes(capacity);
    inputs = new PointerPointer<>(input);
    outputs = new PointerPointer<>(output);
    if (!passes) {
      long lead = Math.ceilDiv(reach(), inputPeriod());
      toDrop = lead * (to / divisor());
      convertSilence(lead * inputPeriod());
    }
  }

  /// How many frames come out of so many.
  public static long framesFor(long frames, int fromHz, int toHz) {
    return Math.ceilDiv(Math.multiplyExact(frames, (long) toHz), (long) fromHz);
  }

  /// Takes in more of the song.
  ///
  /// @param block `[channels][≥ frames]`
  /// @param frames 0 or more
  public void push(float[][] block, int frames) {
    if (finished) {
      throw new IllegalStateException("push after finish");
    }
    pushed += frames;
    if (from == to) {
      queue.append(block, 0, frames);
      produced += frames;
      return;
    }
    for (int at = 0; at < frames; ) {
      int n = Math.min(CHUNK - staged, frames - at);
      for (int c = 0; c < channels; c++) {
        System.arraycopy(block[c], at, stage[c], staged, n);
      }
      at += n;
      staged += n;
      if (staged == CHUNK) {
        convert(stage, CHUNK);
        staged = 0;
      }
    }
  }

  /// Says that this was all, so that the rest comes out; a second call does nothing.
  public void finish() {
    if (finished) {
      return;
    }
    finished = true;
    if (from != to) {
      convert(stage, staged);
      convertSilence(2L * reach());
      queue.cut(queue.left() - (produced - framesFor(pushed, from, to)));
    }
  }

  /// Takes out what is there.
  ///
  /// @param out `[channels][≥ frames]`; overwritten from index 0
  /// @return frames taken out, 0 to `frames`; 0 means that more has to be pushed, or that it is the
  ///   end after [#finish()]
  public int pull(float[][] out, int frames) {
    return queue.take(out, 0, frames);
  }

  private void configure() {
    try (var layout = new AVChannelLayout()) {
      av_channel_layout_default(layout, channels);
      swr_alloc_set_opts2(
          context, layout, AV_SAMPLE_FMT_FLTP, to, layout, AV_SAMPLE_FMT_FLTP, from, 0, null);
      av_channel_layout_uninit(layout);
    }
    int phases = to / divisor();
    boolean exact = phases <= MOST_PHASES;
    av_opt_set_int(context, "filter_size", TAPS, 0);
    av_opt_set_int(context, "phase_shift", exact ? Math.max(10, bits(phases)) : 12, 0);
    av_opt_set_int(context, "exact_rational", 1, 0);
    av_opt_set_int(context, "linear_interp", exact ? 0 : 1, 0);
    av_opt_set_int(context, "filter_type", SWR_FILTER_TYPE_KAISER, 0);
    av_opt_set_double(context, "kaiser_beta", 12, 0);
    av_opt_set_double(context, "cutoff", 0.985, 0);
    int error = swr_init(context);
    if (error < 0) {
      swr_free(context);
      throw new IllegalStateException(
          "resampling %d to %d Hz: %s".formatted(from, to, Ffmpeg.text(error)));
    }
  }

  private void convertSilence(long frames) {
    for (long at = 0; at < frames; at += CHUNK) {
      convert(silence, (int) Math.min(CHUNK, frames - at));
    }
  }

  private void convert(float[][] block, int frames) {
    for (int c = 0; c < channels; c++) {
      input[c].put(block[c], 0, frames);
    }
    int n = swr_convert(context, outputs, capacity, inputs, frames);
    if (n < 0) {
      throw new IllegalStateException(
          "resampling %d to %d Hz: %s".formatted(from, to, Ffmpeg.text(n)));
    }
    int dropped = (int) Math.min(toDrop, n);
    toDrop -= dropped;
    for (int c = 0; c < channels; c++) {
      output[c].get(scratch[c], 0, n);
    }
    queue.append(scratch, dropped, n - dropped);
    produced += n - dropped;
  }

  /// Input frames that the filter looks to either side, with a margin.
  private int reach() {
    return (int) Math.ceil(TAPS * Math.max(1.0, (double) from / to)) + 16;
  }

  /// Input frames after which input and output meet again.
  private int inputPeriod() {
    return from / divisor();
  }

  private int divisor() {
    return BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValue();
  }

  private int frames(long inputFrames) {
    return Math.toIntExact(framesFor(inputFrames, from, to));
  }

  private static int bits(int phases) {
    return 32 - Integer.numberOfLeadingZeros(phases - 1);
  }

  private FloatPointer[] planes(int frames) {
    var planes = new FloatPointer[channels];
    for (int c = 0; c < channels; c++) {
      planes[c] = new FloatPointer(Math.max(1, frames));
    }
    return planes;
  }

  private static void range(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s must be from 1 to %d, was %d".formatted(name, most, value));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (from != to) {
        swr_free(context);
      }
      inputs.close();
      outputs.close();
      for (int c = 0; c < channels; c++) {
        input[c].close();
        output[c].close();
      }
    }
  }
}
