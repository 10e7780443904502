package dev.isolator.train.voice;

/// How many micro-samples were classified correctly.
///
/// @param frames micro-samples
/// @param voiced micro-samples labelled as voice
/// @param rightVoiced micro-samples labelled as voice and classified as voice (true positives)
/// @param rightSilent micro-samples labelled as no voice and classified so (true negatives)
public record VoiceScore(long frames, long voiced, long rightVoiced, long rightSilent) {
  /// The score of no micro-samples.
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

  /// The score of both sets together.
  public VoiceScore plus(VoiceScore other) {
    return new VoiceScore(
        frames + other.frames,
        voiced + other.voiced,
        rightVoiced + other.rightVoiced,
        rightSilent + other.rightSilent);
  }

  /// Share classified correctly, 0 to 1.
  public double accuracy() {
    return (double) (rightVoiced + rightSilent) / Math.max(1, frames);
  }

  /// Share labelled as voice: the class balance.
  public double voice() {
    return (double) voiced / Math.max(1, frames);
  }

  /// Accuracy of always giving the more frequent answer: the majority baseline.
  public double majority() {
    return Math.max(voice(), 1 - voice());
  }

  /// Share of the micro-samples with voice that were found.
  public double recall() {
    return (double) rightVoiced / Math.max(1, voiced);
  }

  /// Share of the micro-samples classified as voice that are voice.
  public double precision() {
    long found = rightVoiced + (frames - voiced - rightSilent);
    return (double) rightVoiced / Math.max(1, found);
  }
}
