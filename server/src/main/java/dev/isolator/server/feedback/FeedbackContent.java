package dev.isolator.server.feedback;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The content of feedback on a job.
///
/// @param stems verdict by stem, `good` or `not-good`
/// @param regions where stems are wrong
/// @param consent whether the song may be kept and used for training
/// @param comment in the user's words
public record FeedbackContent(
    Map<String, String> stems, List<Region> regions, boolean consent, @Nullable String comment) {
  /// The verdicts on a stem.
  public static final List<String> VERDICTS = List.of("good", "not-good");

  /// The kinds of faults in a region.
  public static final List<String> KINDS = List.of("voice-missed", "music-leaked", "no-voice");

  public FeedbackContent {
    stems = Map.copyOf(stems);
    regions = List.copyOf(regions);
  }

  /// A region of the song with a fault.
  ///
  /// @param kind `voice-missed`: voice stayed in the music; `music-leaked`: music got into the
  ///   voice, where nobody sings; `no-voice`: nobody sings here
  /// @param startSeconds 0 or more
  /// @param endSeconds past the start
  public record Region(String kind, double startSeconds, double endSeconds) {}
}
