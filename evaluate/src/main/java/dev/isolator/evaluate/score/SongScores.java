package dev.isolator.evaluate.score;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The scores of one system on one song.
///
/// @param system the name of the system that separated the song, see
///   [dev.isolator.evaluate.candidate.Candidate#name]
/// @param dataSet the data set's name
/// @param fingerprint of everything that the scores depend on; where it differs, the song is scored
///   again
/// @param format of the song
/// @param cost of the separation
/// @param stems in the order in which the system gives them
/// @param voice how well the system says where somebody sings; null where it does not say, or there
///   is no true vocal stem
/// @param notes what was done to the files, and what is missing
public record SongScores(
    String system,
    String song,
    String dataSet,
    String fingerprint,
    Format format,
    Cost cost,
    List<StemScores> stems,
    @Nullable VoiceScores voice,
    List<String> notes) {
  public SongScores {
    stems = List.copyOf(stems);
    notes = List.copyOf(notes);
  }

  /// The song as it was scored.
  ///
  /// @param sampleRate in Hz
  /// @param seconds its length
  /// @param mixtureOrigin `given` or `sum of stems`
  public record Format(int sampleRate, int channels, double seconds, String mixtureOrigin) {}

  /// What a separation took.
  ///
  /// @param seconds time; NaN where the stems were there before
  /// @param peakBytes the most memory that the process held meanwhile; -1 where it was not measured
  public record Cost(double seconds, long peakBytes) {}

  /// Seconds of music separated in a second; NaN where the stems were there before.
  public double realTimeFactor() {
    return format.seconds() / cost.seconds();
  }
}
