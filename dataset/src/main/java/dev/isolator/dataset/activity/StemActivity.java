package dev.isolator.dataset.activity;

import dev.isolator.dataset.recording.Recording;
import dev.isolator.voice.StemLevel;
import dev.isolator.voice.VoiceTimeline;

/// Reads off a vocal stem where somebody sings: [StemLevel] for recordings.
///
/// @param onDb level over which voice begins, against the stem's loudest 20 ms
/// @param offDb level under which it ends
/// @param leastDbfs nothing below that is voice, however quiet the stem
/// @param leastVoiceSeconds shorter sounds are dropped
/// @param leastPauseSeconds shorter pauses are bridged
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

  /// The stem's voice.
  public VoiceTimeline of(Recording stem) {
    return new StemLevel(onDb, offDb, leastDbfs, leastVoiceSeconds, leastPauseSeconds)
        .of(stem.samples(), stem.sampleRate());
  }
}
