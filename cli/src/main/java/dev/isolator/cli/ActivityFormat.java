package dev.isolator.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How `activity` tells where somebody sings.
enum ActivityFormat {
  /// A label track for Audacity.
  AUDACITY("txt"),
  JSON("json"),
  CSV("csv"),
  /// A picture: waveform and shading.
  PNG("png");

  /// Of its files, without the dot.
  final String ending;

  ActivityFormat(String ending) {
    this.ending = ending;
  }

  /// By a file's ending; null if it is none of ours.
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
