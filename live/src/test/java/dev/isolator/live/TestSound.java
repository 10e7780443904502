package dev.isolator.live;

import java.util.SplittableRandom;

/// Sounds that are made up.
final class TestSound {
  private TestSound() {}

  /// A few gliding tones with a beat, and noise: something to be taken apart.
  ///
  /// @return `[channels][frames]`, within ±1
  static float[][] song(int channels, int frames, int rate) {
    var random = new SplittableRandom(5);
    var song = new float[channels][frames];
    for (int i = 0; i < frames; i++) {
      double t = (double) i / rate;
      double beat = Math.exp(-8 * (t * 2 % 1));
      double tones =
          0.2 * Math.sin(2 * Math.PI * 220 * t + 3 * Math.sin(2 * Math.PI * 5.5 * t))
              + 0.1 * Math.sin(2 * Math.PI * 441 * t + 6 * Math.sin(2 * Math.PI * 5.5 * t));
      for (int channel = 0; channel < channels; channel++) {
        double noise = 0.15 * beat * (2 * random.nextDouble() - 1);
        double side = channel == 0 ? 0.1 : -0.1;
        song[channel][i] = (float) (tones + noise + side * Math.sin(2 * Math.PI * 97 * t));
      }
    }
    return song;
  }

  /// Runs a stream through in blocks of given sizes, over and over, and some silence after it until
  /// all has come out.
  ///
  /// @return `[stems, and the mix last][channels][frames]`, without the latency
  static float[][][] through(LiveSeparator separator, float[][] song, int... blocks) {
    int stems = separator.stems().size();
    int frames = song[0].length;
    int latency = separator.latencyFrames();
    var out = new float[stems + 1][song.length][frames];
    int largest = 0;
    for (int block : blocks) {
      largest = Math.max(largest, block);
    }
    var in = new float[song.length][largest];
    var parts = new float[stems][song.length][largest];
    var mix = new float[song.length][largest];
    for (int at = 0, k = 0; at < frames + latency; k++) {
      int block = blocks[k % blocks.length];
      for (int channel = 0; channel < song.length; channel++) {
        for (int i = 0; i < block; i++) {
          in[channel][i] = at + i < frames ? song[channel][at + i] : 0;
        }
      }
      separator.process(in, parts, mix, block);
      for (int i = 0; i < block; i++) {
        int place = at + i - latency;
        if (place >= 0 && place < frames) {
          for (int channel = 0; channel < song.length; channel++) {
            for (int stem = 0; stem < stems; stem++) {
              out[stem][channel][place] = parts[stem][channel][i];
            }
            out[stems][channel][place] = mix[channel][i];
          }
        }
      }
      at += block;
    }
    return out;
  }
}
