package dev.isolator.server.learning;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The curves of a run's training, out of the tables that training writes: loss and validation.
///
/// @param folder of the run in the learning folder
public record LearningCurves(Path folder) {
  private static final int MOST_POINTS = 1000;

  /// The interface's `LearningCurves`.
  public JsonObject json() throws IOException {
    var steps = new JsonArray();
    for (String[] row : rows("steps.tsv")) {
      if (row.length >= 3) {
        var point = new JsonObject();
        point.addProperty("step", Long.parseLong(row[0]));
        point.addProperty("seconds", Double.parseDouble(row[1]));
        point.addProperty("loss", Double.parseDouble(row[2]));
        steps.add(point);
      }
    }
    var validation = new JsonArray();
    String[] names = head("validation.tsv");
    for (String[] row : rows("validation.tsv")) {
      if (row.length == names.length && row.length >= 2) {
        var figures = new JsonObject();
        for (int i = 2; i < row.length; i++) {
          double figure = Double.parseDouble(row[i]);
          if (Double.isFinite(figure)) {
            figures.addProperty(names[i], figure);
          }
        }
        var point = new JsonObject();
        point.addProperty("step", Long.parseLong(row[0]));
        point.addProperty("seconds", Double.parseDouble(row[1]));
        point.add("figures", figures);
        validation.add(point);
      }
    }
    var json = new JsonObject();
    json.add("steps", steps);
    json.add("validation", validation);
    return json;
  }

  /// Seconds of training so far; NaN where there are none.
  public double seconds() throws IOException {
    List<String[]> rows = rows("steps.tsv");
    return rows.isEmpty() ? Double.NaN : Double.parseDouble(rows.getLast()[1]);
  }

  private String[] head(String name) throws IOException {
    Path file = folder.resolve("training").resolve(name);
    if (!Files.isRegularFile(file)) {
      return new String[0];
    }
    List<String> lines = Files.readAllLines(file);
    return lines.isEmpty() ? new String[0] : lines.getFirst().split("\t", -1);
  }

  /// The table's rows, thinned evenly; the last one stays.
  private List<String[]> rows(String name) throws IOException {
    Path file = folder.resolve("training").resolve(name);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    var numbers = new ArrayList<String[]>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split("\t", -1);
      if (cells.length >= 2 && cells[0].matches("[0-9]{1,18}") && areNumbers(cells)) {
        numbers.add(cells);
      }
    }
    int every = Math.ceilDiv(numbers.size(), MOST_POINTS);
    var thinned = new ArrayList<String[]>();
    for (int i = 0; i < numbers.size(); i++) {
      if (i % Math.max(1, every) == 0 || i == numbers.size() - 1) {
        thinned.add(numbers.get(i));
      }
    }
    return thinned;
  }

  private static boolean areNumbers(String[] cells) {
    for (String cell : cells) {
      try {
        Double.parseDouble(cell);
      } catch (NumberFormatException e) {
        return false; // a line that is being written, or a head
      }
    }
    return true;
  }
}
