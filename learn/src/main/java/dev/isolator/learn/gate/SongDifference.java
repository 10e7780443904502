package dev.isolator.learn.gate;

import org.jspecify.annotations.Nullable;

/// One held-out song by both models. Of a song with a voice the SDR is there, of one without the
/// false voice.
///
/// @param song its name
/// @param liveSdrDb whole-track SDR of the vocals by the model in use, in dB
/// @param candidateSdrDb the same by the candidate
/// @param liveF1 of the voice activity, 0 to 1; missing where the model does not say it
/// @param candidateF1 the same by the candidate
/// @param liveFalseVoiceDb energy of the vocals that were found relative to the song's, in dB
/// @param candidateFalseVoiceDb the same by the candidate
public record SongDifference(
    String song,
    @Nullable Double liveSdrDb,
    @Nullable Double candidateSdrDb,
    @Nullable Double liveF1,
    @Nullable Double candidateF1,
    @Nullable Double liveFalseVoiceDb,
    @Nullable Double candidateFalseVoiceDb) {
  /// Whether somebody sings in it.
  public boolean isSung() {
    return liveSdrDb != null && candidateSdrDb != null;
  }

  /// Candidate less model in use; NaN of a song without a voice.
  public double differenceDb() {
    return liveSdrDb == null || candidateSdrDb == null ? Double.NaN : candidateSdrDb - liveSdrDb;
  }
}
