package dev.isolator.dataset.activity;

import dev.isolator.dataset.recording.Recording;
import dev.isolator.voice.StemLevel;
import dev.isolator.voice.VoiceTimeline;

/// Detects voice activity in a vocal stem by its level: [StemLevel] for a [Recording].
///
/// @param onDb level above which activity begins, relative to the stem's loudest 20 ms
/// @param offDb level below which it ends, relative to the same
/// @param leastDbfs absolute level below which there is no activity
/// @param leastVoiceSeconds shorter activity is dropped
/// @param leastPauseSeconds shorter pauses are filled
public record StemActivity(
    double onDb,
    double offDb,
    double leastDbfs,
    double leastVoiceSeconds,
    double leastPauseSeconds) {
  /// −35 and −45 dB, −60 dBFS, 0.08 s, 0.25 s.
  public static StemActivity defaults() {
    var level = StemLevel.defaults();
    return new StemActivity(
        level.onDb(),
        level.offDb(),
        level.leastDbfs(),
        level.leastVoiceSeconds(),
        level.leastPauseSeconds());
  }

  /// The voice activity of a stem.
  public VoiceTimeline of(Recording stem) {
    return new StemLevel(onDb, offDb, leastDbfs, leastVoiceSeconds, leastPauseSeconds)
        .of(stem.samples(), stem.sampleRate());
  }
}
