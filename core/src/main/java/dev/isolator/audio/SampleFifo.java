package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S64;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;

/// A queue of decoded samples as floats: first in, first out.
///
/// An integer sample `k` of `n` bits becomes `k / 2^(n-1)`, which a float holds exactly up to 24
/// bits. NaN and infinities become silence and are counted. Grows to the largest frame met. One
/// thread at a time.
final class SampleFifo {
  private final float[][] samples; // [channels][≥ end]
  private int start;
  private int end;
  private long nonFinite;

  private byte[] bytes = new byte[0];
  private short[] shorts = new short[0];
  private int[] ints = new int[0];
  private long[] longs = new long[0];
  private float[] floats = new float[0];
  private double[] doubles = new double[0];

  SampleFifo(int channels) {
    samples = new float[channels][0];
  }

  /// Frames that are left to read.
  int left() {
    return end - start;
  }

  long nonFinite() {
    return nonFinite;
  }

  /// Moves up to `frames` frames into `to`, from index `at`.
  int take(float[][] to, int at, int frames) {
    int n = Math.min(frames, left());
    for (int c = 0; c < samples.length; c++) {
      System.arraycopy(samples[c], start, to[c], at, n);
    }
    start += n;
    return n;
  }

  /// Drops up to `frames` frames.
  int drop(long frames) {
    int n = (int) Math.min(frames, left());
    start += n;
    return n;
  }

  /// Drops what is past the first `frames` of those left.
  void cut(long frames) {
    end = start + (int) Math.min(frames, left());
  }

  /// Puts another block's frames behind those left, and empties it.
  void append(SampleFifo other) {
    append(other.samples, other.start, other.left());
    other.start = other.end;
  }

  /// Puts `frames` frames of `from`, from index `at` on, behind those left.
  void append(float[][] from, int at, int frames) {
    int had = left();
    for (int c = 0; c < samples.length; c++) {
      var old = samples[c];
      if (had + frames > old.length) {
        samples[c] = new float[2 * (had + frames)];
      }
      System.arraycopy(old, start, samples[c], 0, had);
      System.arraycopy(from[c], at, samples[c], had, frames);
    }
    start = 0;
    end = had + frames;
  }

  /// Replaces the contents by silence.
  void fillSilence(int frames) {
    room(frames);
    for (var channel : samples) {
      Arrays.fill(channel, 0, frames, 0);
    }
  }

  /// Replaces the contents by a frame's samples; it has the channel count of this block.
  void fill(AVFrame frame) {
    int frames = frame.nb_samples();
    room(frames);
    int channels = samples.length;
    boolean planar = av_sample_fmt_is_planar(frame.format()) != 0;
    int kind = av_get_packed_sample_fmt(frame.format());
    if (planar) {
      for (int c = 0; c < channels; c++) {
        load(frame.extended_data(c), kind, frames);
        spread(kind, samples[c], 0, 1, frames);
      }
    } else {
      load(frame.extended_data(0), kind, frames * channels);
      for (int c = 0; c < channels; c++) {
        spread(kind, samples[c], c, channels, frames);
      }
    }
  }

  private void room(int frames) {
    start = 0;
    end = frames;
    for (int c = 0; c < samples.length; c++) {
      if (samples[c].length < frames) {
        samples[c] = new float[frames];
      }
    }
  }

  /// Copies `n` raw samples out of native memory.
  private void load(BytePointer data, int kind, int n) {
    Pointer from = data;
    if (kind == AV_SAMPLE_FMT_U8) {
      bytes = bytes.length < n ? new byte[n] : bytes;
      data.get(bytes, 0, n);
    } else if (kind == AV_SAMPLE_FMT_S16) {
      shorts = shorts.length < n ? new short[n] : shorts;
      new ShortPointer(from).get(shorts, 0, n);
    } else if (kind == AV_SAMPLE_FMT_S32) {
      ints = ints.length < n ? new int[n] : ints;
      new IntPointer(from).get(ints, 0, n);
    } else if (kind == AV_SAMPLE_FMT_S64) {
      longs = longs.length < n ? new long[n] : longs;
      new LongPointer(from).get(longs, 0, n);
    } else if (kind == AV_SAMPLE_FMT_FLT) {
      floats = floats.length < n ? new float[n] : floats;
      new FloatPointer(from).get(floats, 0, n);
    } else if (kind == AV_SAMPLE_FMT_DBL) {
      doubles = doubles.length < n ? new double[n] : doubles;
      new DoublePointer(from).get(doubles, 0, n);
    } else {
      throw new IllegalStateException("FFmpeg sample format " + kind + " is new to us");
    }
  }

  /// Takes every `step`-th raw sample from `from` on into `to`.
  private void spread(int kind, float[] to, int from, int step, int frames) {
    if (kind == AV_SAMPLE_FMT_U8) {
      for (int i = 0, k = from; i < frames; i++, k += step) {
        to[i] = ((bytes[k] & 0xff) - 128) * 0x1p-7f;
      }
    } else if (kind == AV_SAMPLE_FMT_S16) {
      for (int i = 0, k = from; i < frames; i++, k += step) {
        to[i] = shorts[k] * 0x1p-15f;
      }
    } else if (kind == AV_SAMPLE_FMT_S32) {
      for (int i = 0, k = from; i < frames; i++, k += step) {
        to[i] = ints[k] * 0x1p-31f;
      }
    } else if (kind == AV_SAMPLE_FMT_S64) {
      for (int i = 0, k = from; i < frames; i++, k += step) {
        to[i] = longs[k] * 0x1p-63f;
      }
    } else if (kind == AV_SAMPLE_FMT_FLT) {
      for (int i = 0, k = from; i < frames; i++, k += step) {
        to[i] = finite(floats[k]);
      }
    } else {
      for (int i = 0, k = from; i < frames; i++, k += step) {
        to[i] = finite((float) doubles[k]);
      }
    }
  }

  private float finite(float sample) {
    if (Math.abs(sample) <= Float.MAX_VALUE) {
      return sample;
    }
    nonFinite++;
    return 0;
  }
}
