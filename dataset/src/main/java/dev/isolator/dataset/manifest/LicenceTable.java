package dev.isolator.dataset.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads the table of `LICENCES.md`, with the columns folder, what, for, source, licence, credit.
final class LicenceTable {
  private static final Pattern NAMES = Pattern.compile("`([^`]+)`");
  private static final Pattern BRACES = Pattern.compile("(.*)\\{(.*)\\}(.*)");

  private LicenceTable() {}

  /// Folder to licence, source and credit; `a/{b,c}` and `` `a/b`, `-c` `` are expanded. A cell
  /// `same` repeats the cell above. Empty if there is no such file.
  static Map<String, String[]> read(Path file) throws IOException {
    var table = new LinkedHashMap<String, String[]>();
    if (!Files.exists(file)) {
      return table;
    }
    String source = "";
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split("\\|", -1);
      if (cells.length < 8 || !cells[1].contains("`")) {
        continue;
      }
      source = cells[4].strip().equals("same") ? source : cells[4].strip();
      String credit = cells[6].strip().equals("not required") ? "" : cells[6].strip();
      String first = "";
      var names = NAMES.matcher(cells[1]);
      while (names.find()) {
        String name = names.group(1);
        if (name.startsWith("-")) {
          name = first.substring(0, first.lastIndexOf('-')) + name;
        } else {
          first = name;
        }
        var braces = BRACES.matcher(name);
        if (braces.matches()) {
          for (String one : braces.group(2).split(",", -1)) {
            table.put(
                braces.group(1) + one + braces.group(3),
                new String[] {spdx(cells[5].strip()), source, credit});
          }
        } else {
          table.put(name, new String[] {spdx(cells[5].strip()), source, credit});
        }
      }
    }
    return table;
  }

  /// The SPDX identifier of a known spelling; other texts unchanged.
  private static String spdx(String text) {
    return switch (text) {
      case "CC0 1.0" -> "CC0-1.0";
      case "CC-BY 3.0" -> "CC-BY-3.0";
      case "CC-BY 4.0" -> "CC-BY-4.0";
      case "BSD 3-clause" -> "BSD-3-Clause";
      default -> text;
    };
  }
}
