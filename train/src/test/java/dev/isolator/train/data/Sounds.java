package dev.isolator.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A small library for tests: a voice of harmonics that slides, accompaniment of noise and beats.
public final class Sounds {
  private Sounds() {}

  /// A library of a few seconds, in files of that folder.
  public static SoundLibrary library(Path folder) throws IOException {
    return new SoundLibrary(
        file(folder.resolve("voice.s16"), 20, Sounds::voice),
        List.of(
            Map.of(
                "vocals", file(folder.resolve("vocals.s16"), 14, Sounds::voice),
                "drums", file(folder.resolve("drums.s16"), 14, Sounds::beats),
                "other", file(folder.resolve("other.s16"), 14, Sounds::noise))),
        List.of(file(folder.resolve("piece.s16"), 14, Sounds::noise)),
        List.of());
  }

  interface Sound {
    float at(int i, SplittableRandom random);
  }

  static PcmFile file(Path file, int seconds, Sound sound) throws IOException {
    int n = seconds * PcmFile.SAMPLE_RATE;
    var random = new SplittableRandom(n);
    var left = new float[n];
    var right = new float[n];
    for (int i = 0; i < n; i++) {
      left[i] = sound.at(i, random);
      right[i] = 0.8f * left[i];
    }
    try (var out = new PcmWriter(file)) {
      out.write(left, right, n);
      out.complete();
    }
    return PcmFile.open(file);
  }

  static float voice(int i, SplittableRandom random) {
    double phase = 2 * Math.PI * 220 * (i / 44100.0) + 8 * Math.sin(2 * Math.PI * i / 44100.0);
    return (float) (0.1 * (Math.sin(phase) + Math.sin(2 * phase) + Math.sin(3 * phase)));
  }

  private static float noise(int i, SplittableRandom random) {
    return (float) (0.1 * random.nextGaussian());
  }

  private static float beats(int i, SplittableRandom random) {
    return (float) (Math.exp(-(i % 22050) / 2000.0) * 0.3 * random.nextGaussian());
  }
}
