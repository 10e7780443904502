package dev.isolator.cli;

import java.io.PrintWriter;
import java.util.List;

/// Prints a table of text with aligned columns.
final class TextTable {
  private TextTable() {}

  /// @param rows `[rows][columns]`, all of as many columns
  static void print(List<List<String>> rows, PrintWriter out) {
    int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
    var widths = new int[columns];
    for (var row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i));
        if (i < columns - 1) {
          line.repeat(' ', widths[i] - row.get(i).length() + 2);
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
