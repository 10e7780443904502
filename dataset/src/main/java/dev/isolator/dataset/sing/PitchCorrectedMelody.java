package dev.isolator.dataset.sing;

import java.util.SplittableRandom;

/// A random walk over a scale that replaces the recording's own melody, with immediate steps and
/// without vibrato, like the output of a pitch corrector at its fastest setting.
public record PitchCorrectedMelody() implements Melody {
  private static final double GLIDE_SECONDS = 0.005;

  @Override
  public MelodyCurve curve(
      SplittableRandom random, VoiceClip clip, double atSeconds, double seconds, double shift) {
    var walk = RandomWalkMelody.walk(random, seconds).with(shift, 1);
    return new MelodyCurve(walk.times(), walk.semitones(), GLIDE_SECONDS, 5, 0, clip.pitch());
  }
}
