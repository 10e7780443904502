package dev.isolator.dataset.manifest;

import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One line of a manifest.
///
/// @param id unique in the file, `[a-z0-9-]+`
/// @param stems name (`vocals`, `drums`, `bass`, `other`, `music`, `mixture`) to file, in order
/// @param clips for a voice: where its clips are
/// @param sampleRate in Hz as decoded; 0 for MIDI
/// @param channels as decoded; 0 for MIDI
/// @param duration in seconds as decoded
/// @param artist the unit of splitting
/// @param licence SPDX where there is one, else a sentence
/// @param source where it came from
/// @param credit what must be named; may be empty
/// @param quality of a pair its figures, else measured peak, rms and share of silence; may be empty
/// @param unknown keys that this version does not know; kept as they are
public record Entry(
    String id,
    Kind kind,
    Map<String, StemFile> stems,
    List<ClipSpan> clips,
    int sampleRate,
    int channels,
    double duration,
    String artist,
    Split split,
    String licence,
    String source,
    String credit,
    JsonObject quality,
    JsonObject unknown) {

  public Entry {
    stems = Collections.unmodifiableMap(new LinkedHashMap<>(stems));
    clips = List.copyOf(clips);
  }

  /// The stem of that name, which must be there.
  public StemFile stem(String name) {
    StemFile stem = stems.get(name);
    if (stem == null) {
      throw new IllegalArgumentException(
          "entry %s has no stem %s, only %s".formatted(id, name, stems.keySet()));
    }
    return stem;
  }
}
