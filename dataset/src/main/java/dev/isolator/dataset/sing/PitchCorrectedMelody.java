package dev.isolator.dataset.sing;

import java.util.SplittableRandom;

/// A walk over a scale, hit at once and held straight, as a pitch corrector at its hardest setting
/// does: of the recording's own melody nothing is left.
public record PitchCorrectedMelody() implements Melody {
  private static final double GLIDE_SECONDS = 0.005;

  @Override
  public MelodyCurve curve(
      SplittableRandom random, VoiceClip clip, double atSeconds, double seconds, double shift) {
    var walk = RandomWalkMelody.walk(random, seconds).with(shift, 1);
    return new MelodyCurve(walk.times(), walk.semitones(), GLIDE_SECONDS, 5, 0, clip.pitch());
  }
}
