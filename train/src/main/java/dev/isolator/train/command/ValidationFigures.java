package dev.isolator.train.command;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The figures of several validation sets, for a card: out of `validation.tsv` in the folder of a
/// run, the row of a checkpoint's step.
final class ValidationFigures {
  private static final Map<String, String> COLUMNS =
      Map.of("_vocals_sdr_db", "vocals", "_rest_sdr_db", "rest", "_false_voice_db", "falseVoiceDb");

  private ValidationFigures() {}

  /// One object for each set, in the table's order; empty where the run has one set alone, no such
  /// table, or no row of that step.
  ///
  /// @param checkpoint the file in the run's folder
  /// @param step of its weights
  static List<JsonObject> of(Path checkpoint, long step) throws IOException {
    Path table = checkpoint.resolveSibling("validation.tsv");
    if (!Files.isRegularFile(table)) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(table);
    if (lines.isEmpty()) {
      return List.of();
    }
    String[] names = lines.getFirst().split("\t", -1);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      if (cells.length == names.length && cells[0].equals(String.valueOf(step))) {
        return sets(names, cells);
      }
    }
    return List.of();
  }

  private static List<JsonObject> sets(String[] names, String[] cells) {
    var sets = new LinkedHashMap<String, JsonObject>();
    for (int i = 0; i < names.length; i++) {
      for (var column : COLUMNS.entrySet()) {
        if (names[i].endsWith(column.getKey()) && !names[i].startsWith("mean")) {
          String set = names[i].substring(0, names[i].length() - column.getKey().length());
          sets.computeIfAbsent(set, ValidationFigures::begun)
              .addProperty(
                  column.getValue(), Math.round(Double.parseDouble(cells[i]) * 100) / 100.0);
        }
      }
    }
    return new ArrayList<>(sets.values());
  }

  private static JsonObject begun(String set) {
    var figures = new JsonObject();
    figures.addProperty("set", "the trainer's validation set " + set);
    figures.addProperty("measure", "whole-track SDR, dB, median");
    return figures;
  }
}
