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
  /// What is measured.
  ///
  /// @param steps of a unit that figures are rounded to
  /// @param columns that it stands in, by their endings
  private record Measure(String text, double steps, Map<String, String> columns) {}

  /// How columns begin that are of no set: the mean over sets, and what was trained on.
  private static final List<String> NO_SETS = List.of("mean", "trained");

  private static final Measure SEPARATION =
      new Measure(
          "whole-track SDR, dB, median",
          100,
          Map.of(
              "_vocals_sdr_db",
              "vocals",
              "_rest_sdr_db",
              "rest",
              "_false_voice_db",
              "falseVoiceDb"));

  private static final Measure VOICE =
      new Measure("voice activity", 10_000, Map.of("_accuracy", "accuracy", "_auc", "auc"));

  private ValidationFigures() {}

  /// As [#of], of a network for voice activity alone.
  static List<JsonObject> ofVoice(Path checkpoint, long step) throws IOException {
    return read(checkpoint, step, VOICE);
  }

  /// One object for each set, in the table's order; empty where the run has one set alone, no such
  /// table, or no row of that step.
  ///
  /// @param checkpoint the file in the run's folder
  /// @param step of its weights
  static List<JsonObject> of(Path checkpoint, long step) throws IOException {
    return read(checkpoint, step, SEPARATION);
  }

  private static List<JsonObject> read(Path checkpoint, long step, Measure measure)
      throws IOException {
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
        return sets(names, cells, measure);
      }
    }
    return List.of();
  }

  private static List<JsonObject> sets(String[] names, String[] cells, Measure measure) {
    var sets = new LinkedHashMap<String, JsonObject>();
    for (int i = 0; i < names.length; i++) {
      for (var column : measure.columns().entrySet()) {
        if (names[i].endsWith(column.getKey())
            && NO_SETS.stream().noneMatch(names[i]::startsWith)) {
          String set = names[i].substring(0, names[i].length() - column.getKey().length());
          sets.computeIfAbsent(set, name -> begun(name, measure))
              .addProperty(
                  column.getValue(),
                  Math.round(Double.parseDouble(cells[i]) * measure.steps()) / measure.steps());
        }
      }
    }
    return new ArrayList<>(sets.values());
  }

  private static JsonObject begun(String set, Measure measure) {
    var figures = new JsonObject();
    figures.addProperty("set", "the trainer's validation set " + set);
    figures.addProperty("measure", measure.text());
    return figures;
  }
}
