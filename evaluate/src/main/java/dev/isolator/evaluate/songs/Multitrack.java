package dev.isolator.evaluate.songs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A song whose stems are known: where its stems, and perhaps its mixture, are.
///
/// @param name unique in its data set
/// @param stems by name, `mixture` not among them
/// @param mixture the song itself, or null: then the mixture is the sum of the stems
public record Multitrack(
    String name, Map<String, AudioRegion> stems, @Nullable AudioRegion mixture) {
  public static final String MIXTURE = "mixture";
  public static final String VOCALS = "vocals";
  public static final String MUSIC = "music";

  public Multitrack {
    stems = Collections.unmodifiableMap(new LinkedHashMap<>(stems));
  }

  /// Isolator's name for a stem's name that other data sets use.
  public static String canonical(String stem) {
    return switch (stem) {
      case "accompaniment", "instrumental", "no_vocals" -> MUSIC;
      case "mix" -> MIXTURE;
      default -> stem;
    };
  }

  /// A song of stems and perhaps a mixture.
  static Multitrack of(String name, Map<String, AudioRegion> sounds) {
    var stems = new LinkedHashMap<>(sounds);
    var mixture = stems.remove(MIXTURE);
    return new Multitrack(name, stems, mixture);
  }
}
