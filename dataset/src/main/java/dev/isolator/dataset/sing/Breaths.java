package dev.isolator.dataset.sing;

import dev.isolator.dataset.effect.Biquad;
import java.util.SplittableRandom;

/// Audible breaths before phrases: noise, filtered to the spectrum of a breath.
final class Breaths {
  private Breaths() {}

  /// Adds breaths of 0.2 to 0.45 s before clips that follow a pause.
  ///
  /// @param share probability of a breath at each pause, 0 to 1
  static void add(
      SplittableRandom random, LeadVocal lead, double share, float[][] track, int sampleRate) {
    int end = 0;
    for (ClipPlacement placement : lead.placements()) {
      int pause = placement.at() - end;
      end = placement.at() + placement.frames();
      int length = (int) ((0.2 + 0.25 * random.nextDouble()) * sampleRate);
      if (pause < length || random.nextDouble() >= share) {
        continue;
      }
      var breath = new float[1][length];
      for (int i = 0; i < length; i++) {
        double x = (i + 0.5) / length;
        double shape = x * x * (1 - x) * 6.75; // rises slowly, then stops
        breath[0][i] = (float) ((random.nextDouble() * 2 - 1) * shape);
      }
      Biquad.highPass(700, sampleRate).apply(breath);
      Biquad.peak(1200 + 900 * random.nextDouble(), 1.2, 9, sampleRate).apply(breath);
      Biquad.lowPass(6000 + 4000 * random.nextDouble(), sampleRate).apply(breath);
      double gain = 0.01 + 0.02 * random.nextDouble();
      int at = placement.at() - length;
      for (int i = 0; i < length; i++) {
        float y = (float) (breath[0][i] * gain);
        track[0][at + i] += y;
        track[1][at + i] += y;
      }
    }
  }
}
