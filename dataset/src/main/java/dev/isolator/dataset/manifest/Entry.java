package dev.isolator.dataset.manifest;

import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One line of a manifest.
///
/// @param id unique in the file, `[a-z0-9-]+`
/// @param kind what the entry is
/// @param split what the entry is for
/// @param stems name (`vocals`, `drums`, `bass`, `other`, `music`, `mixture`; of an instrument
///   `music` and `notes`) to file, in order
/// @param clips of a voice: where its clips are; empty for other kinds
/// @param format sample rate, channels and length of the stems
/// @param provenance where the recording came from and what its licence allows
/// @param quality measurements: of a pair its figures, else peak, rms and share of silence; may be
///   empty
/// @param unknown keys that this version does not know; they are kept as they are
public record Entry(
    String id,
    Kind kind,
    Split split,
    Map<String, StemFile> stems,
    List<ClipSpan> clips,
    AudioProperties format,
    Provenance provenance,
    JsonObject quality,
    JsonObject unknown) {

  public Entry {
    stems = Collections.unmodifiableMap(new LinkedHashMap<>(stems));
    clips = List.copyOf(clips);
  }

  /// An entry of whole stems without clips, measurements or unknown keys.
  public Entry(
      String id,
      Kind kind,
      Split split,
      Map<String, StemFile> stems,
      AudioProperties format,
      Provenance provenance) {
    this(id, kind, split, stems, List.of(), format, provenance, new JsonObject(), new JsonObject());
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

  /// Samples a second, see [AudioProperties].
  public int sampleRate() {
    return format.sampleRate();
  }

  /// Channels, see [AudioProperties].
  public int channels() {
    return format.channels();
  }

  /// Length in seconds, see [AudioProperties].
  public double duration() {
    return format.duration();
  }

  /// The artist, see [Provenance].
  public String artist() {
    return provenance.artist();
  }

  /// The licence, see [Provenance].
  public String licence() {
    return provenance.licence();
  }

  /// The source, see [Provenance].
  public String source() {
    return provenance.source();
  }

  /// Whom to name, see [Provenance].
  public String credit() {
    return provenance.credit();
  }
}
