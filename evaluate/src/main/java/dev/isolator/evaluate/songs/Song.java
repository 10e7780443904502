package dev.isolator.evaluate.songs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A song and where its stems are.
///
/// @param name unique in its data set
/// @param stems by name, `mixture` not among them
/// @param mixture the song itself, or null: it is then the sum of the stems
public record Song(String name, Map<String, Sound> stems, @Nullable Sound mixture) {
  public static final String MIXTURE = "mixture";
  public static final String VOCALS = "vocals";
  public static final String MUSIC = "music";

  public Song {
    stems = Collections.unmodifiableMap(new LinkedHashMap<>(stems));
  }

  /// Isolator's name of a stem that others call otherwise.
  public static String canonical(String stem) {
    return switch (stem) {
      case "accompaniment", "instrumental", "no_vocals" -> MUSIC;
      case "mix" -> MIXTURE;
      default -> stem;
    };
  }

  /// A song of stems and perhaps a mixture.
  static Song of(String name, Map<String, Sound> sounds) {
    var stems = new LinkedHashMap<>(sounds);
    var mixture = stems.remove(MIXTURE);
    return new Song(name, stems, mixture);
  }
}
