package dev.isolator.train.data;

import java.util.SplittableRandom;

/// A pitch curve: steps on a scale every 0.15–0.9 s, glides of 20–80 ms between them, and vibrato.
final class Melody {
  private static final int[] MINOR_PENTATONIC = {0, 3, 5, 7, 10};
  private static final int[] MAJOR = {0, 2, 4, 5, 7, 9, 11};
  private static final int[] MINOR = {0, 2, 3, 5, 7, 8, 10};

  private Melody() {}

  /// A curve.
  ///
  /// @param n samples
  /// @param baseSemitones the curve's middle
  /// @param stepScale 1 for sounds held at one pitch; less for clips that have a melody already
  /// @return `[n]` semitones
  static float[] curve(SplittableRandom random, int n, double baseSemitones, double stepScale) {
    int[][] scales = {MINOR_PENTATONIC, MAJOR, MINOR};
    int[] scale = scales[random.nextInt(scales.length)];
    double rate = random.nextDouble(4.5, 6.5);
    double depth = random.nextDouble() < 0.7 ? random.nextDouble(0, 0.6) * stepScale : 0;
    var curve = new float[n];
    int degree = 0;
    double from = baseSemitones;
    for (int i = 0; i < n; ) {
      int note = (int) (random.nextDouble(0.15, 0.9) * PcmFile.SAMPLE_RATE);
      degree = Math.clamp(degree + random.nextInt(-2, 3), -scale.length, scale.length);
      int octave = Math.floorDiv(degree, scale.length);
      double to =
          baseSemitones
              + stepScale * (12 * octave + scale[Math.floorMod(degree, scale.length)]) * 0.5;
      int glide = (int) (random.nextDouble(0.02, 0.08) * PcmFile.SAMPLE_RATE);
      double phase = random.nextDouble(2 * Math.PI);
      for (int k = 0; k < note && i < n; k++, i++) {
        double reached = k >= glide ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * k / glide);
        double onset = Math.clamp((k - glide) / (0.2 * PcmFile.SAMPLE_RATE), 0, 1);
        double vibrato =
            depth * onset * Math.sin(phase + 2 * Math.PI * rate * i / PcmFile.SAMPLE_RATE);
        curve[i] = (float) (from + (to - from) * reached + vibrato);
      }
      from = to;
    }
    return curve;
  }
}
