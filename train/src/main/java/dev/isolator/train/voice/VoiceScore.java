package dev.isolator.train.voice;

/// How many micro-samples were told right.
///
/// @param frames micro-samples
/// @param voiced those labelled as voice
/// @param rightVoiced voiced ones told as such
/// @param rightSilent others told as such
public record VoiceScore(long frames, long voiced, long rightVoiced, long rightSilent) {
  /// Of nothing.
  public static VoiceScore none() {
    return new VoiceScore(0, 0, 0, 0);
  }

  /// Scores probabilities at 0.5.
  ///
  /// @param probabilities `[n]`, 0 to 1
  /// @param labels `[n]`, 0 or 1
  /// @param from first one that counts
  /// @param to after the last one
  public static VoiceScore of(float[] probabilities, float[] labels, int from, int to) {
    long voiced = 0;
    long rightVoiced = 0;
    long rightSilent = 0;
    for (int t = from; t < to; t++) {
      boolean told = probabilities[t] >= 0.5f;
      if (labels[t] > 0.5f) {
        voiced++;
        rightVoiced += told ? 1 : 0;
      } else {
        rightSilent += told ? 0 : 1;
      }
    }
    return new VoiceScore(Math.max(0, (long) to - from), voiced, rightVoiced, rightSilent);
  }

  /// Both together.
  public VoiceScore plus(VoiceScore other) {
    return new VoiceScore(
        frames + other.frames,
        voiced + other.voiced,
        rightVoiced + other.rightVoiced,
        rightSilent + other.rightSilent);
  }

  /// Share told right, 0 to 1.
  public double accuracy() {
    return (double) (rightVoiced + rightSilent) / Math.max(1, frames);
  }

  /// Share that is voice: the class balance.
  public double voice() {
    return (double) voiced / Math.max(1, frames);
  }

  /// What always giving the commoner answer would reach.
  public double majority() {
    return Math.max(voice(), 1 - voice());
  }

  /// Share of voice that was found.
  public double recall() {
    return (double) rightVoiced / Math.max(1, voiced);
  }

  /// Share of the found that is voice.
  public double precision() {
    long found = rightVoiced + (frames - voiced - rightSilent);
    return (double) rightVoiced / Math.max(1, found);
  }
}
