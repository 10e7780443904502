package dev.isolator.dataset.sing;

import java.util.SplittableRandom;

/// The recording's own melody, shifted by a constant; used for speech.
public record RecordedMelody() implements Melody {
  @Override
  public MelodyCurve curve(
      SplittableRandom random, VoiceClip clip, double atSeconds, double seconds, double shift) {
    return new MelodyCurve(new double[] {0}, new double[] {shift}, 0.02, 5, 0, Double.NaN);
  }
}
