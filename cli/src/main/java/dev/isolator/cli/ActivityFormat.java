package dev.isolator.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The formats in which `activity` writes voice activity.
enum ActivityFormat {
  /// A label track for Audacity.
  AUDACITY("txt"),
  JSON("json"),
  CSV("csv"),
  /// A picture of the waveform, shaded where somebody sings.
  PNG("png");

  /// The ending of its files, without the dot.
  final String ending;

  ActivityFormat(String ending) {
    this.ending = ending;
  }

  /// The format of a file's ending; null if there is none.
  static @Nullable ActivityFormat of(Path file) {
    var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    for (var format : values()) {
      if (name.endsWith("." + format.ending)) {
        return format;
      }
    }
    return null;
  }
}
