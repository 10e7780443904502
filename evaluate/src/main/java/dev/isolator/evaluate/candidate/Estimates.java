package dev.isolator.evaluate.candidate;

import dev.isolator.evaluate.metric.Pcm16;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The stems that a candidate gives for a song.
///
/// @param stems by name, all of the song's shape
/// @param seconds that the separation took; NaN where the stems were there before
/// @param peakBytes the most memory that the process held meanwhile; -1 where the stems were there
///   before
/// @param voice how probable a voice is in each frame; null where the candidate does not say
/// @param notes what was done to give the stems the song's shape, a sentence each
public record Estimates(
    Map<String, Pcm16> stems,
    double seconds,
    long peakBytes,
    @Nullable VoiceProbabilities voice,
    List<String> notes) {
  public Estimates {
    stems = Collections.unmodifiableMap(new LinkedHashMap<>(stems));
    notes = List.copyOf(notes);
  }
}
