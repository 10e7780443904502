package dev.isolator.model;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where a user's own models are kept.
public final class ModelFolder {
  private ModelFolder() {}

  /// `$ISOLATOR_MODELS`; else on Linux `$XDG_DATA_HOME/isolator/models` or
  /// `~/.local/share/isolator/models`, on macOS `~/Library/Application Support/Isolator/models`, on
  /// Windows `%LOCALAPPDATA%\Isolator\models`.
  public static Path ofUser() {
    String chosen = System.getenv("ISOLATOR_MODELS");
    if (chosen != null && !chosen.isEmpty()) {
      return Path.of(chosen);
    }
    return of(
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home", ".")),
        System.getenv("XDG_DATA_HOME"),
        System.getenv("LOCALAPPDATA"));
  }

  static Path of(String os, Path home, @Nullable String xdgData, @Nullable String localAppData) {
    String system = os.toLowerCase(Locale.ROOT);
    if (system.contains("mac")) {
      return home.resolve("Library/Application Support/Isolator/models");
    }
    if (system.contains("windows")) {
      Path data = localAppData == null ? home.resolve("AppData/Local") : Path.of(localAppData);
      return data.resolve("Isolator/models");
    }
    Path data =
        xdgData == null || xdgData.isEmpty() ? home.resolve(".local/share") : Path.of(xdgData);
    return data.resolve("isolator/models");
  }
}
