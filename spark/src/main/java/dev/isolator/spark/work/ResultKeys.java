package dev.isolator.spark.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isolator.file.Sha256;
import java.util.List;

/// Keys of results, and where they go.
final class ResultKeys {
  /// Counted up when the same song, model and options give other bytes than before.
  private static final String FORMAT = "isolator catalogue 1";

  private ResultKeys() {}

  /// The hash of everything that a result depends on.
  ///
  /// @param parts in their order; none holds a line break that could make two lists alike
  static String of(String... parts) {
    return Sha256.of((FORMAT + "\n" + String.join("\n", List.of(parts))).getBytes(UTF_8));
  }

  /// A folder for a key below another: `stems/3f/3f9a…`. No folder has more than 256 entries until
  /// there are more than 65 536 songs.
  static String folder(String parent, String key) {
    return parent + "/" + key.substring(0, 2) + "/" + key;
  }
}
