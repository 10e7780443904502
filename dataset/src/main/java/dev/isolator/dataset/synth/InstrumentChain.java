package dev.isolator.dataset.synth;

import dev.isolator.dataset.effect.Biquad;
import dev.isolator.dataset.effect.Compressor;
import dev.isolator.dataset.effect.Echo;
import dev.isolator.dataset.effect.Reverb;
import dev.isolator.dataset.effect.Saturation;
import java.util.SplittableRandom;

/// The effects of an instrument before the mix: equaliser, amplifier, compressor, echo and
/// reverberation, drawn at random, so that one soundfont gives many sounds.
final class InstrumentChain {
  private InstrumentChain() {}

  /// Processes a part in place.
  ///
  /// @param part `drums`, `bass`, `other` or `music`
  static void apply(String part, float[][] track, int sampleRate, SplittableRandom random) {
    tone(track, sampleRate, random);
    boolean amplified =
        random.nextInt(100) < (part.equals("bass") ? 50 : part.equals("other") ? 25 : 5);
    if (amplified) {
      amplifier(track, sampleRate, random);
    }
    if (random.nextInt(100) < (part.equals("drums") ? 70 : 40)) {
      new Compressor(
              -28 + 12 * random.nextDouble(),
              2 + 3 * random.nextDouble(),
              0.003 + 0.03 * random.nextDouble(),
              0.05 + 0.2 * random.nextDouble(),
              4)
          .apply(track, sampleRate);
    }
    if (part.equals("other") && random.nextInt(100) < 12) {
      new Echo(0.15 + 0.4 * random.nextDouble(), 0.35, -16, true).apply(track, sampleRate);
    }
    if (random.nextInt(100) < (part.equals("bass") ? 10 : 60)) {
      new Reverb(
              0.2 + 1.6 * random.nextDouble(),
              2500 + 6000 * random.nextDouble(),
              0.02 * random.nextDouble(),
              0.3 + 1.2 * random.nextDouble(),
              -26 + 18 * random.nextDouble())
          .apply(track, sampleRate, random);
    }
  }

  private static void tone(float[][] track, int sampleRate, SplittableRandom random) {
    Biquad.lowShelf(200, 8 * random.nextDouble() - 4, sampleRate).apply(track);
    Biquad.peak(500 + 3000 * random.nextDouble(), 0.9, 8 * random.nextDouble() - 4, sampleRate)
        .apply(track);
    Biquad.highShelf(6000, 8 * random.nextDouble() - 4, sampleRate).apply(track);
  }

  /// Saturation, then the response of a loudspeaker cabinet: little below 80 Hz and above 5 kHz,
  /// with a peak in between.
  private static void amplifier(float[][] track, int sampleRate, SplittableRandom random) {
    new Saturation(6 + 22 * random.nextDouble()).apply(track);
    Biquad.highPass(50 + 50 * random.nextDouble(), sampleRate).apply(track);
    Biquad.peak(1500 + 1800 * random.nextDouble(), 1.2, 2 + 4 * random.nextDouble(), sampleRate)
        .apply(track);
    Biquad.lowPass(4000 + 4000 * random.nextDouble(), sampleRate).apply(track);
  }
}
