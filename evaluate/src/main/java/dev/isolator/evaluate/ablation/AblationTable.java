package dev.isolator.evaluate.ablation;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// Scores of chains as a table in Markdown.
public final class AblationTable {
  private AblationTable() {}

  /// What stands above the rows.
  public static void head(PrintWriter out) {
    out.println(
        "| chain | songs | vocals SDR | music SDR | voice F1 | edge rawness | islands | kurtosis | speed |");
    out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    out.flush();
  }

  /// A row.
  public static void row(ChainScores scores, PrintWriter out) {
    var numbers =
        List.of(
            String.format(Locale.ROOT, "%.2f", scores.vocalsSdr()),
            String.format(Locale.ROOT, "%.2f", scores.musicSdr()),
            Double.isNaN(scores.voiceF1())
                ? "–"
                : String.format(Locale.ROOT, "%.1f %%", 100 * scores.voiceF1()),
            String.format(Locale.ROOT, "%.1f", scores.rawnessDb()),
            String.format(Locale.ROOT, "%.1f", scores.islandsDb()),
            String.format(Locale.ROOT, "%.1f", scores.kurtosisDb()),
            String.format(Locale.ROOT, "%.0f", scores.speed()));
    out.println(
        "| %s | %d | %s |".formatted(scores.name(), scores.songs(), String.join(" | ", numbers)));
    out.flush();
  }
}
