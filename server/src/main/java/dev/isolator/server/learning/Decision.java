package dev.isolator.server.learning;

import dev.isolator.server.feedback.FeedbackContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a curator says of a passage.
///
/// @param verdict `approve`, `reject` or `unsure`: whether the stems of the model in use may be
///   learnt from
/// @param preferred `a`, `b` or `neither`; missing = nothing was said
/// @param preferredModel `live` or `candidate`: which one that was
/// @param reasons of [#REASONS]
/// @param regions with faults, in seconds of the song
/// @param comment in the curator's words
/// @param a `name@version` of the model that was a; missing where there was no candidate
/// @param b of the one that was b
public record Decision(
    String verdict,
    @Nullable String preferred,
    @Nullable String preferredModel,
    List<String> reasons,
    List<FeedbackContent.Region> regions,
    @Nullable String comment,
    @Nullable String a,
    @Nullable String b) {
  /// The verdicts.
  public static final List<String> VERDICTS = List.of("approve", "reject", "unsure");

  /// The preferences.
  public static final List<String> PREFERENCES = List.of("a", "b", "neither");

  /// The reasons.
  public static final List<String> REASONS =
      List.of(
          "clean",
          "voice-missing",
          "music-leaked",
          "artefacts",
          "silent-vocals",
          "swapped-stems",
          "not-a-song",
          "rights",
          "other");

  public Decision {
    reasons = List.copyOf(reasons);
    regions = List.copyOf(regions);
  }

  /// A decision as it is stored.
  ///
  /// @param decided in milliseconds since 1970
  public record Stored(Passage passage, String curator, Decision content, long decided) {}
}
