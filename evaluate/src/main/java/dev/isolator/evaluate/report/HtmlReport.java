package dev.isolator.evaluate.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.Evaluation;
import dev.isolator.evaluate.ListeningExcerpts;
import dev.isolator.evaluate.metric.BssRatios;
import dev.isolator.evaluate.metric.Median;
import dev.isolator.evaluate.score.ScoreFile;
import dev.isolator.evaluate.score.SongScores;
import dev.isolator.evaluate.score.StemScores;
import dev.isolator.evaluate.songs.Multitrack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Writes `report.html`: the scores as JSON inside the page `report.html` of our resources, which
/// shows them, with pictures and sounds as `data:` URLs.
public final class HtmlReport {
  private static final String DATA = "\"@DATA@\"";

  private HtmlReport() {}

  /// Writes the page, whole or not at all.
  ///
  /// @param excerpts where the sounds of the songs are; those that are missing are left out
  /// @throws AudioException if it cannot be written, or an excerpt cannot be decoded
  public static void write(
      Path file, String title, Evaluation.Result result, ListeningExcerpts excerpts)
      throws AudioException {
    var media = new EmbeddedMedia(excerpts);
    var data = new JsonObject();
    data.addProperty("title", title);
    data.add("rows", rows(result.scores()));
    data.add("systems", systems(result.scores()));
    data.add("listen", listen(result.scores(), media));
    data.add("media", media.toJson());
    data.add("notes", notes(result));
    // In a script element the one thing that must not occur is the end of the element.
    ScoreFile.replace(file, page().replace(DATA, data.toString().replace("</", "<\\/")));
  }

  private static String page() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("report.html of the jar cannot be read", e);
    }
  }

  private static JsonArray rows(List<SongScores> scores) {
    var rows = new JsonArray();
    for (var song : scores) {
      for (var stem : song.stems()) {
        var row = new JsonObject();
        row.addProperty("system", song.system());
        row.addProperty("song", song.song());
        row.addProperty("stem", stem.stem());
        BssRatios median = stem.median();
        number(row, "sdr", median.sdr());
        number(row, "isr", median.isr());
        number(row, "sir", median.sir());
        number(row, "sar", median.sar());
        number(row, "siSdr", stem.siSdr());
        number(row, "trackSdr", stem.trackSdr());
        rows.add(row);
      }
    }
    return rows;
  }

  private static JsonArray systems(List<SongScores> scores) {
    var systems = new JsonArray();
    bySystem(scores)
        .forEach(
            (name, songs) -> {
              var system = new JsonObject();
              system.addProperty("system", name);
              system.addProperty("songs", songs.size());
              number(system, "speed", median(songs, SongScores::realTimeFactor));
              number(
                  system,
                  "peakMegabytes",
                  median(
                      songs,
                      song ->
                          song.cost().peakBytes() < 0
                              ? Double.NaN
                              : song.cost().peakBytes() / 1e6));
              systems.add(system);
            });
    return systems;
  }

  /// The best and the worst song of each system, by the voice's SDR, or that of its first stem.
  private static JsonArray listen(List<SongScores> scores, EmbeddedMedia media)
      throws AudioException {
    var listen = new JsonArray();
    for (var songs : bySystem(scores).values()) {
      var defined =
          songs.stream()
              .filter(song -> !song.stems().isEmpty() && !Double.isNaN(mainSdr(song)))
              .sorted(Comparator.comparingDouble(HtmlReport::mainSdr))
              .toList();
      if (defined.isEmpty()) {
        continue;
      }
      listen.add(media.of("best", defined.getLast()));
      if (defined.size() > 1) {
        listen.add(media.of("worst", defined.getFirst()));
      }
    }
    return listen;
  }

  /// The median SDR by which the best and the worst song are chosen.
  static double mainSdr(SongScores song) {
    return main(song).median().sdr();
  }

  /// The voice, or the first stem.
  static StemScores main(SongScores song) {
    return song.stems().stream()
        .filter(stem -> stem.stem().equals(Multitrack.VOCALS))
        .findFirst()
        .orElseGet(() -> song.stems().getFirst());
  }

  private static JsonArray notes(Evaluation.Result result) {
    var notes = new JsonArray();
    result.failures().forEach(failure -> notes.add("not scored: " + failure.message()));
    for (var song : result.scores()) {
      for (var note : song.notes()) {
        notes.add("%s, %s: %s".formatted(song.song(), song.system(), note));
      }
    }
    return notes;
  }

  private static Map<String, List<SongScores>> bySystem(List<SongScores> scores) {
    return scores.stream()
        .collect(
            Collectors.groupingBy(SongScores::system, LinkedHashMap::new, Collectors.toList()));
  }

  private static double median(List<SongScores> songs, ToDoubleFunction<SongScores> value) {
    return Median.of(songs.stream().mapToDouble(value).toArray());
  }

  /// JSON knows neither NaN nor infinity: undefined is null, and the page shows 1e12 as ∞.
  private static void number(JsonObject object, String key, double value) {
    if (Double.isNaN(value)) {
      object.add(key, JsonNull.INSTANCE);
    } else {
      object.addProperty(key, Math.rint(Math.clamp(value, -1e12, 1e12) * 1000) / 1000);
    }
  }
}
