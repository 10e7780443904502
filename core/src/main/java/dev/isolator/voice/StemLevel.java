package dev.isolator.voice;

/// Voice activity of a vocal stem that was recorded by itself: by its level, with hysteresis.
/// Networks are trained on it and scored against it. For separated stems, into which other sound
/// leaks, there is [StemEnergy].
///
/// @param onDb level over which voice begins, against the stem's loudest 20 ms
/// @param offDb level under which it ends
/// @param leastDbfs below this level nothing is voice, however quiet the stem
/// @param leastVoiceSeconds shorter sounds are dropped
/// @param leastPauseSeconds shorter pauses are bridged
public record StemLevel(
    double onDb,
    double offDb,
    double leastDbfs,
    double leastVoiceSeconds,
    double leastPauseSeconds) {
  private static final double FRAME_SECONDS = 0.02;

  /// −35 and −45 dB, −60 dBFS, 0.08 s, 0.25 s.
  public static StemLevel defaults() {
    return new StemLevel(-35, -45, -60, 0.08, 0.25);
  }

  /// The stem's voice.
  ///
  /// @param stem `[channels][frames]`, full scale ±1.0
  /// @param sampleRate in Hz
  public VoiceTimeline of(float[][] stem, int sampleRate) {
    int frames = stem[0].length;
    int frame = Math.max(1, (int) Math.round(FRAME_SECONDS * sampleRate));
    var levels = new float[Math.ceilDiv(frames, frame)];
    float loudest = -200;
    for (int t = 0; t < levels.length; t++) {
      int from = t * frame;
      int to = Math.min(frames, from + frame);
      double energy = 0;
      for (float[] channel : stem) {
        for (int i = from; i < to; i++) {
          energy += (double) channel[i] * channel[i];
        }
      }
      double mean = energy / ((double) (to - from) * stem.length);
      levels[t] = (float) Math.max(-200, 10 * Math.log10(mean + 1e-20));
      loudest = Math.max(loudest, levels[t]);
    }
    double on = Math.max(loudest + onDb, leastDbfs);
    double off = Math.max(loudest + offDb, leastDbfs - 6);
    return new Hysteresis(on, Math.min(on, off), leastVoiceSeconds, leastPauseSeconds)
        .spans(levels, (double) frame / sampleRate);
  }
}
