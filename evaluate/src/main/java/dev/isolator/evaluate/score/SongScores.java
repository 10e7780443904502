package dev.isolator.evaluate.score;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one candidate reached on one song.
///
/// @param system the candidate's name
/// @param dataSet the data set's name
/// @param fingerprint of everything the scores depend on; others mean that they must be made anew
/// @param songSeconds length of the song
/// @param mixtureOrigin `given` or `sum of stems`
/// @param separationSeconds time the separation took; NaN where the stems were there before
/// @param peakBytes the most memory the process held meanwhile; -1 where nobody looked
/// @param stems in the candidate's order
/// @param voice how well it knows where somebody sings; null where it says nothing, or there is no
///   true vocal stem
/// @param notes what was done to the files, and what is missing
public record SongScores(
    String system,
    String song,
    String dataSet,
    String fingerprint,
    int sampleRate,
    int channels,
    double songSeconds,
    String mixtureOrigin,
    double separationSeconds,
    long peakBytes,
    List<StemScores> stems,
    @Nullable VoiceScores voice,
    List<String> notes) {
  public SongScores {
    stems = List.copyOf(stems);
    notes = List.copyOf(notes);
  }

  /// Seconds of music separated a second; NaN where the stems were there before.
  public double realTimeFactor() {
    return songSeconds / separationSeconds;
  }
}
