package dev.isolator.audio;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/// A sound file as a test sees it: written from an array, read into one.
///
/// @param samples `[channels][frames]`
@SuppressWarnings("ArrayRecordComponent") // a test's data, compared by element
record SoundFile(AudioInfo info, Tags tags, float[][] samples) {

  static Encoder write(
      Path file,
      OutputFormat format,
      int rate,
      ChannelLayout layout,
      Tags tags,
      float[][] samples,
      int blockFrames)
      throws AudioException {
    try (var encoder =
        Encoder.create(file, file.getFileName().toString(), format, rate, layout, tags)) {
      int frames = samples[0].length;
      for (int from = 0; from < frames; from += blockFrames) {
        int count = Math.min(blockFrames, frames - from);
        var block = new float[samples.length][];
        for (int c = 0; c < samples.length; c++) {
          block[c] = Arrays.copyOfRange(samples[c], from, from + count);
        }
        encoder.write(block, count);
      }
      encoder.finish();
      return encoder;
    }
  }

  static SoundFile read(Path file) throws AudioException {
    try (var decoder = Decoder.open(file)) {
      int channels = decoder.info().layout().count();
      var samples = new float[channels][1024];
      var block = new float[channels][1000];
      int frames = 0;
      for (int n = decoder.read(block, 1000); n >= 0; n = decoder.read(block, 1000)) {
        for (int c = 0; c < channels; c++) {
          if (samples[c].length < frames + n) {
            samples[c] = Arrays.copyOf(samples[c], 2 * (frames + n));
          }
          System.arraycopy(block[c], 0, samples[c], frames, n);
        }
        frames += n;
      }
      for (int c = 0; c < channels; c++) {
        samples[c] = Arrays.copyOf(samples[c], frames);
      }
      return new SoundFile(decoder.info(), decoder.tags(), samples);
    }
  }

  int frames() {
    return samples[0].length;
  }

  /// Noise on the steps of an integer depth, both ends of full scale included.
  static float[][] steps(int channels, int frames, int bits) {
    var random = new SplittableRandom(bits);
    int full = 1 << (bits - 1);
    var samples = new float[channels][frames];
    for (int c = 0; c < channels; c++) {
      for (int n = 0; n < frames; n++) {
        int step = n == 0 ? -full : n == 1 ? full - 1 : random.nextInt(-full, full);
        samples[c][n] = (float) step / full;
      }
    }
    return samples;
  }

  /// Each channel a tone of its own, soft at both ends of the scale.
  static float[][] tones(int channels, int frames, int rate) {
    var samples = new float[channels][frames];
    for (int c = 0; c < channels; c++) {
      double hz = 300 + 110 * c;
      for (int n = 0; n < frames; n++) {
        samples[c][n] = (float) (0.25 * Math.sin(2 * Math.PI * hz * n / rate));
      }
    }
    return samples;
  }

  /// Silence with a click of one period of 1 kHz every `period` frames.
  static float[][] clicks(int channels, int frames, int rate, int period) {
    var samples = new float[channels][frames];
    for (int at = period / 2; at < frames; at += period) {
      for (int n = at; n < Math.min(frames, at + rate / 1000); n++) {
        for (int c = 0; c < channels; c++) {
          samples[c][n] = (float) (0.5 * Math.sin(2 * Math.PI * 1000 * (n - at) / rate));
        }
      }
    }
    return samples;
  }
}
