package dev.isolator.evaluate.metric;

import java.util.Arrays;

/// Audio as 16-bit integers: what is scored.
///
/// @param samples `[channels][frames]`, full scale 32768; not copied, not to be changed
/// @param sampleRate in Hz
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; songs are too large to copy
public record Pcm16(short[][] samples, int sampleRate) {
  static final double FULL_SCALE = 32768;

  public Pcm16 {
    if (samples.length == 0) {
      throw new IllegalArgumentException("channels must be at least 1, were 0");
    }
    for (short[] channel : samples) {
      if (channel.length != samples[0].length) {
        throw new IllegalArgumentException(
            "channels must have equally many frames, were %d and %d"
                .formatted(samples[0].length, channel.length));
      }
    }
    if (sampleRate < 1) {
      throw new IllegalArgumentException("sampleRate must be at least 1, was " + sampleRate);
    }
  }

  /// Rounds to the nearest of 65536 steps; what is over full scale is clipped, NaN is silence.
  ///
  /// @param samples `[channels][frames]`, full scale ±1.0
  public static Pcm16 quantise(float[][] samples, int sampleRate) {
    var quantised = new short[samples.length][];
    for (int channel = 0; channel < samples.length; channel++) {
      quantised[channel] = new short[samples[channel].length];
      quantise(samples[channel], quantised[channel], 0, samples[channel].length);
    }
    return new Pcm16(quantised, sampleRate);
  }

  /// Quantises the first `frames` of `from` into `to`, starting at index `at`.
  public static void quantise(float[] from, short[] to, int at, int frames) {
    for (int i = 0; i < frames; i++) {
      double step = Math.rint(from[i] * FULL_SCALE);
      to[at + i] = (short) Math.clamp(step, -FULL_SCALE, FULL_SCALE - 1); // NaN is cast to 0
    }
  }

  /// Samples per channel.
  public int frames() {
    return samples[0].length;
  }

  public int channels() {
    return samples.length;
  }

  /// The same audio, cut at the end or lengthened with silence, as the reference implementation
  /// does with estimates that are not as long as their references.
  public Pcm16 ofFrames(int frames) {
    if (frames == frames()) {
      return this;
    }
    var fitted = new short[channels()][];
    for (int channel = 0; channel < fitted.length; channel++) {
      fitted[channel] = Arrays.copyOf(samples[channel], frames);
    }
    return new Pcm16(fitted, sampleRate);
  }

  /// The samples as full scale ±1.0, `[channels][frames]`.
  public float[][] toFloat() {
    var floats = new float[channels()][frames()];
    for (int channel = 0; channel < floats.length; channel++) {
      for (int i = 0; i < frames(); i++) {
        floats[channel][i] = (float) (samples[channel][i] / FULL_SCALE);
      }
    }
    return floats;
  }

  /// Whether the channels add up to silence at each of the frames `start` to `end` (exclusive). A
  /// stem whose two channels cancel counts as silent, as it does in the reference implementation.
  boolean isSilent(int start, int end) {
    for (int i = start; i < end; i++) {
      int sum = 0;
      for (short[] channel : samples) {
        sum += channel[i];
      }
      if (sum != 0) {
        return false;
      }
    }
    return true;
  }
}
