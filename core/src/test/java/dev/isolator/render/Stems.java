package dev.isolator.render;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.Gapless;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A song and its stems as a test makes them.
///
/// @param stems `[stems][channels][frames]`
/// @param mix `[channels][frames]`, on the steps of `depth` where that is an integer
@SuppressWarnings("ArrayRecordComponent") // a test's data
record Stems(List<String> names, float[][][] stems, float[][] mix, AudioInfo info) {
  static final int RATE = 44100;

  /// Noise: each stem as loud as the others, their sum at most `loudness`.
  static Stems noise(int stems, int channels, int frames, SampleDepth depth, double loudness) {
    var random = new SplittableRandom(7);
    var samples = new float[stems][channels][frames];
    var mix = new float[channels][frames];
    double full = depth.isInteger() ? 1L << (Math.min(24, depth.bits()) - 1) : 1L << 23;
    for (int c = 0; c < channels; c++) {
      for (int n = 0; n < frames; n++) {
        mix[c][n] = (float) (Math.rint(random.nextDouble(-loudness, loudness) * full) / full) + 0f;
        double rest = mix[c][n];
        for (int s = 0; s < stems - 1; s++) {
          samples[s][c][n] = (float) random.nextDouble(-loudness / stems, loudness / stems);
          rest -= samples[s][c][n];
        }
        samples[stems - 1][c][n] = (float) rest;
      }
    }
    return of(samples, mix, depth, false);
  }

  static Stems of(float[][][] stems, float[][] mix, SampleDepth depth, boolean lossy) {
    var names = new ArrayList<String>();
    names.add("vocals");
    for (int s = 1; s < stems.length - 1; s++) {
      names.add("drums" + s);
    }
    if (stems.length > 1) {
      names.add("music");
    }
    var info =
        new AudioInfo(
            "song",
            "wav",
            lossy ? "mp3" : "pcm",
            RATE,
            ChannelLayout.ofCount(mix.length),
            depth,
            lossy,
            -1,
            Gapless.EXACT);
    return new Stems(names, stems, mix, info);
  }

  /// Two stems of one channel: given samples, and what is missing to the mix.
  static Stems mono(float[] vocals, float[] music, SampleDepth depth) {
    var mix = new float[1][vocals.length];
    for (int n = 0; n < vocals.length; n++) {
      mix[0][n] = vocals[n] + music[n];
    }
    return of(new float[][][] {{vocals}, {music}}, mix, depth, !depth.isInteger());
  }

  /// The same samples at another rate.
  Stems at(int rate) {
    var other =
        new AudioInfo(
            info.name(),
            info.container(),
            info.codec(),
            rate,
            info.layout(),
            info.depth(),
            info.lossy(),
            info.declaredFrames(),
            info.gapless());
    return new Stems(names, stems, mix, other);
  }

  RenderResult render(Path directory, RenderOptions options) throws AudioException {
    return render(directory, options, 3000);
  }

  RenderResult render(Path directory, RenderOptions options, int blockFrames)
      throws AudioException {
    try (var rendering = Rendering.open(directory, "song", names, info, Tags.NONE, options)) {
      write(rendering, blockFrames);
      return rendering.finish();
    }
  }

  void write(Rendering rendering, int blockFrames) throws AudioException {
    int frames = mix[0].length;
    for (int from = 0; from < frames; from += blockFrames) {
      int to = Math.min(frames, from + blockFrames);
      var part = new float[stems.length][][];
      for (int s = 0; s < stems.length; s++) {
        part[s] = cut(stems[s], from, to);
      }
      rendering.write(part, cut(mix, from, to), to - from);
    }
  }

  private static float[][] cut(float[][] channels, int from, int to) {
    var part = new float[channels.length][];
    for (int c = 0; c < channels.length; c++) {
      part[c] = Arrays.copyOfRange(channels[c], from, to);
    }
    return part;
  }

  /// `[channels][frames]` of a file.
  static float[][] read(Path file) throws AudioException {
    try (var decoder = Decoder.open(file)) {
      int channels = decoder.info().layout().count();
      var samples = new float[channels][1 << 12];
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
      return cut(samples, 0, frames);
    }
  }
}
