package dev.isolator.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What there is to train on: one split of a data folder.
///
/// ```
/// split.tsv                     file, train | validation | evaluation
/// multitrack/SONG/STEM.*        stems of one recording
/// instrumental/*                pieces without voice
/// voices/VOICE/*, clips.tsv     file, start and end in seconds
/// midi/*.mid                    to be rendered
/// ```
///
/// @param songs stem name to file, of each multitrack song
/// @param instrumentals pieces without voice
/// @param voices clips of each voice, by its folder's name
/// @param midi files to be rendered
public record DataFolder(
    List<Map<String, Path>> songs,
    List<Path> instrumentals,
    Map<String, List<Clip>> voices,
    List<Path> midi) {

  /// A stretch of a voice's file, in seconds.
  public record Clip(Path file, double start, double end) {}

  /// Which part of the data.
  public enum Split {
    TRAIN,
    VALIDATION
  }

  /// Reads a folder's lists; no sound is opened yet.
  ///
  /// @throws IOException if a list is missing or has a line that cannot be understood
  public static DataFolder open(Path root, Split split) throws IOException {
    var songs = new TreeMap<String, Map<String, Path>>();
    var instrumentals = new ArrayList<Path>();
    var voiceFiles = new TreeMap<String, List<String>>();
    var midi = new ArrayList<Path>();
    String wanted = split.name().toLowerCase(java.util.Locale.ROOT);
    for (String[] row : rows(root.resolve("split.tsv"), 2)) {
      if (!row[1].equals(wanted)) {
        continue;
      }
      Path file = root.resolve(row[0]);
      String[] parts = row[0].split("/", -1);
      switch (parts[0]) {
        case "multitrack" ->
            songs
                .computeIfAbsent(parts[1], k -> new LinkedHashMap<>())
                .put(parts[2].replaceFirst("\\.[^.]*$", ""), file);
        case "instrumental" -> instrumentals.add(file);
        case "voices" -> voiceFiles.computeIfAbsent(parts[1], k -> new ArrayList<>()).add(parts[2]);
        case "midi" -> midi.add(file);
        default ->
            throw new IOException(
                "%s: expected files in multitrack, instrumental, voices or midi, found %s"
                    .formatted(root.resolve("split.tsv"), row[0]));
      }
    }
    var voices = new TreeMap<String, List<Clip>>();
    for (var voice : voiceFiles.entrySet()) {
      Path folder = root.resolve("voices").resolve(voice.getKey());
      var clips = new ArrayList<Clip>();
      for (String[] row : rows(folder.resolve("clips.tsv"), 3)) {
        if (voice.getValue().contains(row[0])) {
          clips.add(clip(folder, row));
        }
      }
      voices.put(voice.getKey(), List.copyOf(clips));
    }
    return new DataFolder(
        List.copyOf(songs.values()), List.copyOf(instrumentals), voices, List.copyOf(midi));
  }

  private static Clip clip(Path folder, String[] row) throws IOException {
    try {
      return new Clip(
          folder.resolve(row[0]), Double.parseDouble(row[1]), Double.parseDouble(row[2]));
    } catch (NumberFormatException e) {
      throw new IOException(
          "%s: expected seconds, found %s and %s"
              .formatted(folder.resolve("clips.tsv"), row[1], row[2]),
          e);
    }
  }

  private static List<String[]> rows(Path file, int columns) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": expected a list, found nothing there; check --data");
    }
    var rows = new ArrayList<String[]>();
    var lines = Files.readAllLines(file);
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      if (line.isBlank()) {
        continue;
      }
      String[] row = line.split("\t", -1);
      if (row.length < columns) {
        throw new IOException("%s: expected %d columns, found: %s".formatted(file, columns, line));
      }
      rows.add(row);
    }
    return rows;
  }
}
