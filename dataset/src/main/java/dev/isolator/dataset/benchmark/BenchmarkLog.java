package dev.isolator.dataset.benchmark;

import com.google.gson.JsonParseException;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The benchmark's results on disk, one line of JSON each, appended as soon as a pair is measured.
/// An interrupted benchmark continues after the last whole line. For one process at a time.
final class BenchmarkLog {
  private final Path file;
  private final TreeMap<Integer, BenchmarkResult> results = new TreeMap<>();

  /// Reads the results that the file has. An incomplete last line is removed, and its pair is
  /// measured again.
  ///
  /// @throws IOException if the file holds something else, or pairs of another seed
  BenchmarkLog(Path file, long seed) throws IOException {
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
      BenchmarkResult result = parse(line);
      if (result.truth().seed() != seed) {
        throw new IOException(
            "%s: holds pairs of seed %d, expected %d; name another file"
                .formatted(file, result.truth().seed(), seed));
      }
      results.put(result.truth().index(), result);
    }
  }

  private BenchmarkResult parse(String line) throws IOException {
    try {
      return BenchmarkJson.read(line);
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw new IOException(file + ": is not the log of a trial; name another file", e);
    }
  }

  /// The result of a pair, or null if it was not measured yet.
  @Nullable BenchmarkResult result(int index) {
    return results.get(index);
  }

  /// Appends a result.
  void add(BenchmarkResult result) throws IOException {
    results.put(result.truth().index(), result);
    Files.writeString(
        file,
        BenchmarkJson.write(result) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
