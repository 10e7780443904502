package dev.isolator.evaluate.report;

import dev.isolator.evaluate.metric.Median;
import dev.isolator.evaluate.score.ProbabilityCounts;
import dev.isolator.evaluate.score.SongScores;
import dev.isolator.evaluate.score.VoiceScores;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// A table of voice-activity scores, one line for each system that has them. Voiced, majority,
/// accuracy and the pooled AUC are those of all songs' frames together, the other columns are
/// medians over songs.
public final class VoiceTable {
  private VoiceTable() {}

  /// Prints the table, or nothing if no system has such scores.
  public static void print(List<SongScores> scores, PrintWriter out) {
    var systems =
        scores.stream()
            .filter(song -> song.voice() != null)
            .collect(
                Collectors.groupingBy(
                    SongScores::system,
                    LinkedHashMap::new,
                    Collectors.mapping(
                        song -> Objects.requireNonNull(song.voice()), Collectors.toList())));
    if (systems.isEmpty()) {
      return;
    }
    int width = systems.keySet().stream().mapToInt(String::length).max().orElse(0);
    width = Math.max(width, "voice activity".length());
    var form = "%-" + width + "s  %-13s %5s %8s %9s %9s %10s %7s %6s %6s %10s%n";
    out.printf(
        form,
        "voice activity",
        "by",
        "songs",
        "voiced",
        "majority",
        "accuracy",
        "precision",
        "recall",
        "F1",
        "AUC",
        "pooled AUC");
    systems.forEach(
        (system, songs) -> {
          double voiced = pooled(songs, VoiceScores::voiced);
          out.printf(
              form,
              system,
              songs.getFirst().source(),
              songs.size(),
              percent(voiced),
              percent(Math.max(voiced, 1 - voiced)),
              percent(pooled(songs, song -> song.scores().accuracy())),
              percent(median(songs, song -> song.scores().precision())),
              percent(median(songs, song -> song.scores().recall())),
              percent(median(songs, song -> song.scores().f1())),
              percent(median(songs, song -> song.scores().auc())),
              percent(ProbabilityCounts.auc(songs.stream().map(VoiceScores::counts).toList())));
        });
  }

  private static double pooled(List<VoiceScores> songs, ToDoubleFunction<VoiceScores> value) {
    double sum = 0;
    double frames = 0;
    for (var song : songs) {
      sum += song.frames() * value.applyAsDouble(song);
      frames += song.frames();
    }
    return sum / frames;
  }

  private static double median(List<VoiceScores> songs, ToDoubleFunction<VoiceScores> value) {
    return Median.of(songs.stream().mapToDouble(value).toArray());
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
