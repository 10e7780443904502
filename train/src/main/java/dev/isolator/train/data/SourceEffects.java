package dev.isolator.train.data;

import dev.isolator.dataset.effect.Biquad;
import dev.isolator.dataset.effect.LowPass;
import dev.isolator.dataset.effect.Reverb;
import dev.isolator.dataset.effect.StrictDecibels;
import java.util.SplittableRandom;

/// Changes one source of a mix as a mixing desk would, in place on `[2][n]` at 44.1 kHz.
///
/// Whether an effect is used and how is drawn in the same order for every source, so that the share
/// of one effect does not change what is drawn for the next.
final class SourceEffects {
  private static final int RATE = PcmFile.SAMPLE_RATE;

  /// A voice with less than this share of its power above 11.5 kHz counts as band-limited there.
  private static final double DULL = 1e-6;

  private SourceEffects() {}

  static void apply(SplittableRandom random, MixEffects effects, float[][] source) {
    if (random.nextDouble() < effects.equaliser()) {
      equalise(random.split(), source);
    }
    if (random.nextDouble() < effects.reverb()) {
      reverberate(random.split(), source);
    }
    if (random.nextDouble() < effects.pan()) {
      pan(random.nextDouble(-8, 8), source);
    }
  }

  private static void equalise(SplittableRandom random, float[][] source) {
    Biquad.lowShelf(random.nextDouble(80, 400), random.nextDouble(-6, 6), RATE).apply(source);
    Biquad.peak(random.nextDouble(500, 4000), 0.8, random.nextDouble(-6, 6), RATE).apply(source);
    Biquad.highShelf(random.nextDouble(4000, 10_000), random.nextDouble(-6, 6), RATE).apply(source);
  }

  private static void reverberate(SplittableRandom random, float[][] source) {
    new Reverb(
            random.nextDouble(0.2, 2),
            random.nextDouble(2500, 9000),
            random.nextDouble(0, 0.03),
            random.nextDouble(0.3, 1.4),
            random.nextDouble(-20, -5))
        .apply(source, RATE, random);
  }

  /// @param decibels by which the right is louder than the left
  private static void pan(double decibels, float[][] source) {
    float[] gains = {
      (float) StrictDecibels.gain(-decibels / 2), (float) StrictDecibels.gain(decibels / 2)
    };
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < source[c].length; i++) {
        source[c][i] *= gains[c];
      }
    }
  }

  /// Applies a low-pass filter to both channels.
  static void limit(double hz, float[][] source) {
    LowPass.apply(source[0], RATE, hz);
    LowPass.apply(source[1], RATE, hz);
  }

  /// Whether the left channel of a source is not silent, but has nothing above 11.5 kHz.
  static boolean isDull(float[][] source) {
    return LowPass.endsBelow(source[0], RATE, 11_500, DULL);
  }
}
