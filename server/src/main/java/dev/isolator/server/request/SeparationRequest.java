package dev.isolator.server.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is wanted of a song.
///
/// @param keep stems to write, in the model's order; empty = all
/// @param model as it was asked for; empty = the default
/// @param format `wav`, `flac` or `mp3`
/// @param bits `16`, `24` or `32f`; missing = the song's own
/// @param start seconds from the beginning, 0 or more
/// @param duration seconds, above 0; missing = to the end
public record JobOptions(
    List<String> keep,
    String model,
    String format,
    @Nullable String bits,
    double start,
    @Nullable Double duration) {
  /// What files can be had.
  public static final List<String> FORMATS = List.of("wav", "flac", "mp3");

  /// How finely.
  public static final List<String> BITS = List.of("16", "24", "32f");

  public JobOptions {
    keep = List.copyOf(keep);
  }
}
