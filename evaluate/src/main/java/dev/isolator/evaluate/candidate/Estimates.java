package dev.isolator.evaluate.candidate;

import dev.isolator.evaluate.metric.Pcm16;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a candidate makes of a song.
///
/// @param stems by name, all of the song's shape
/// @param seconds it took; NaN where the stems were there before
/// @param peakBytes the most memory the process held meanwhile; -1 where the stems were there
///   before
/// @param voice what was said about where somebody sings; null where nothing was
/// @param notes what was done to make them fit, a sentence each
public record Estimates(
    Map<String, Pcm16> stems,
    double seconds,
    long peakBytes,
    @Nullable HeardVoice voice,
    List<String> notes) {
  public Estimates {
    stems = Collections.unmodifiableMap(new LinkedHashMap<>(stems));
    notes = List.copyOf(notes);
  }
}
