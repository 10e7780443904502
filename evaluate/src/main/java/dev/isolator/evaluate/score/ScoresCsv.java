package dev.isolator.evaluate.score;

import dev.isolator.audio.AudioException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// All scores as a table: `system,song,stem,sdr,isr,sir,sar,si_sdr,track_sdr`, dB with three
/// decimals, empty = undefined, `inf` = nothing of that fault left. UTF-8, RFC 4180 but for the
/// line ends, which are plain newlines.
public final class ScoresCsv {
  private static final String HEAD = "system,song,stem,sdr,isr,sir,sar,si_sdr,track_sdr";

  private ScoresCsv() {}

  /// Writes the table whole or not at all.
  public static void write(Path file, List<SongScores> scores) throws AudioException {
    ScoreFile.replace(file, text(scores));
  }

  static String text(List<SongScores> scores) {
    var text = new StringBuilder(HEAD).append('\n');
    for (var song : scores) {
      for (var stem : song.stems()) {
        var median = stem.median();
        text.append(
            String.join(
                ",",
                quoted(song.system()),
                quoted(song.song()),
                quoted(stem.stem()),
                number(median.sdr()),
                number(median.isr()),
                number(median.sir()),
                number(median.sar()),
                number(stem.siSdr()),
                number(stem.trackSdr())));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String quoted(String word) {
    return word.matches("[^\",\\r\\n]*") ? word : "\"" + word.replace("\"", "\"\"") + "\"";
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return Double.isInfinite(value)
        ? value > 0 ? "inf" : "-inf"
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
