package dev.isolator.server.feedback;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What somebody says of a job.
///
/// @param stems verdict by stem, `good` or `not-good`
/// @param regions where it is wrong
/// @param consent whether the song may be kept and used for training
/// @param comment in the user's words
public record Opinion(
    Map<String, String> stems, List<Region> regions, boolean consent, @Nullable String comment) {
  /// What a stem can be said to be.
  public static final List<String> VERDICTS = List.of("good", "not-good");

  /// In what way a region can be wrong.
  public static final List<String> KINDS = List.of("voice-missed", "music-leaked");

  public Opinion {
    stems = Map.copyOf(stems);
    regions = List.copyOf(regions);
  }

  /// A stretch that is wrong.
  ///
  /// @param kind `voice-missed`: voice stayed in the music; `music-leaked`: music got into the
  ///   voice
  /// @param startSeconds 0 or more
  /// @param endSeconds past the start
  public record Region(String kind, double startSeconds, double endSeconds) {}
}
