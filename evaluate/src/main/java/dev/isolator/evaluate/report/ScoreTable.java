package dev.isolator.evaluate.report;

import dev.isolator.evaluate.metric.BssRatios;
import dev.isolator.evaluate.metric.Median;
import dev.isolator.evaluate.score.SongScores;
import dev.isolator.evaluate.score.StemScores;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// A table of medians over songs, one line for each system and stem.
public final class ScoreTable {
  private ScoreTable() {}

  /// One line of the table. Scores are medians over songs, NaN where nothing is defined.
  ///
  /// @param songs the number of songs with a score
  /// @param speed seconds of music separated in a second
  public record Line(
      String system,
      String stem,
      int songs,
      double sdr,
      double isr,
      double sir,
      double sar,
      double siSdr,
      double trackSdr,
      double speed) {}

  /// The lines, systems and stems in order of appearance.
  public static List<Line> lines(List<SongScores> scores) {
    var lines = new ArrayList<Line>();
    var systems = new LinkedHashSet<String>();
    scores.forEach(song -> systems.add(song.system()));
    for (var system : systems) {
      var songs = scores.stream().filter(song -> song.system().equals(system)).toList();
      var names = new LinkedHashSet<String>();
      songs.forEach(song -> song.stems().forEach(stem -> names.add(stem.stem())));
      double speed = Median.of(songs.stream().mapToDouble(SongScores::realTimeFactor).toArray());
      for (var name : names) {
        var stems =
            songs.stream()
                .flatMap(song -> song.stems().stream())
                .filter(stem -> stem.stem().equals(name))
                .toList();
        lines.add(
            new Line(
                system,
                name,
                stems.size(),
                bss(stems, BssRatios::sdr),
                bss(stems, BssRatios::isr),
                bss(stems, BssRatios::sir),
                bss(stems, BssRatios::sar),
                median(stems, StemScores::siSdr),
                median(stems, StemScores::trackSdr),
                speed));
      }
    }
    return lines;
  }

  private static double bss(List<StemScores> stems, ToDoubleFunction<BssRatios> ratio) {
    return median(stems, stem -> ratio.applyAsDouble(stem.median()));
  }

  private static double median(List<StemScores> stems, ToDoubleFunction<StemScores> score) {
    return Median.of(stems.stream().mapToDouble(score).toArray());
  }

  /// Prints the table, or nothing if no system gives stems.
  public static void print(List<SongScores> scores, PrintWriter out) {
    var lines = lines(scores);
    if (lines.isEmpty() && !scores.isEmpty()) {
      return;
    }
    int width = lines.stream().mapToInt(line -> line.system().length()).max().orElse(0);
    width = Math.max(width, "system".length());
    out.printf(
        "%-" + width + "s  %-8s %5s %7s %7s %7s %7s %7s %9s %8s%n",
        "system",
        "stem",
        "songs",
        "SDR",
        "ISR",
        "SIR",
        "SAR",
        "SI-SDR",
        "track SDR",
        "x speed");
    for (var line : lines) {
      out.printf(
          "%-" + width + "s  %-8s %5d %7s %7s %7s %7s %7s %9s %8s%n",
          line.system(),
          line.stem(),
          line.songs(),
          shown(line.sdr()),
          shown(line.isr()),
          shown(line.sir()),
          shown(line.sar()),
          shown(line.siSdr()),
          shown(line.trackSdr()),
          line.speed() > 9999 ? ">9999" : shown(line.speed()));
    }
  }

  private static String shown(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return Double.isInfinite(value) ? "inf" : String.format(Locale.ROOT, "%.1f", value);
  }
}
