package dev.isolator.dataset.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Tables of tab-separated values whose first line names the columns.
final class TsvFile {
  private TsvFile() {}

  /// The rows below the first line.
  ///
  /// @param columns names that the first line must begin with, in order
  static List<String[]> read(Path file, String... columns) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new ManifestException(
          file.toString(), 0, "no such file, expected a table of " + String.join(", ", columns));
    }
    var rows = new ArrayList<String[]>();
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).split("\t", -1);
      if (i == 0) {
        if (cells.length < columns.length
            || !Arrays.equals(columns, Arrays.copyOf(cells, columns.length))) {
          throw new ManifestException(
              file.toString(),
              1,
              "expected the columns %s, found \"%s\""
                  .formatted(String.join(", ", columns), lines.get(0)));
        }
      } else if (!lines.get(i).isBlank()) {
        if (cells.length < columns.length) {
          throw new ManifestException(
              file.toString(),
              i + 1,
              "expected %d columns, found %d".formatted(columns.length, cells.length));
        }
        rows.add(cells);
      }
    }
    return rows;
  }
}
