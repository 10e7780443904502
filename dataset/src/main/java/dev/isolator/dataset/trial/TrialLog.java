package dev.isolator.dataset.trial;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;

/// Results on disk, a line of JSON each, written as soon as they are there: a trial that was cut
/// off goes on where it ended. Not for several processes at once.
final class TrialLog {
  private static final Gson GSON = new Gson();

  private final Path file;
  private final TreeMap<Integer, TrialResult> results = new TreeMap<>();

  /// Reads what is there; a last line that was cut off is left out and made again.
  ///
  /// @throws IOException if the file holds something else, or pairs of another seed
  TrialLog(Path file, long seed) throws IOException {
    this.file = file;
    if (!Files.exists(file)) {
      return;
    }
    String text = Files.readString(file);
    int whole = text.lastIndexOf('\n') + 1;
    if (whole < text.length()) {
      AtomicFile.write(file, text.substring(0, whole));
    }
    for (String line : text.substring(0, whole).lines().toList()) {
      TrialResult result = parse(line);
      if (result.truth().seed() != seed) {
        throw new IOException(
            "%s: holds pairs of seed %d, expected %d; name another file"
                .formatted(file, result.truth().seed(), seed));
      }
      results.put(result.truth().index(), result);
    }
  }

  private TrialResult parse(String line) throws IOException {
    try {
      TrialResult result = GSON.fromJson(line, TrialResult.class);
      if (result != null && result.isWhole()) {
        return result;
      }
    } catch (JsonParseException e) {
      throw new IOException(file + ": is not the log of a trial; name another file", e);
    }
    throw new IOException(file + ": is not the log of a trial; name another file");
  }

  /// What was measured on that pair, or null.
  @org.jspecify.annotations.Nullable
  TrialResult result(int index) {
    return results.get(index);
  }

  /// Adds one.
  void add(TrialResult result) throws IOException {
    results.put(result.truth().index(), result);
    Files.writeString(
        file, GSON.toJson(result) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
