package dev.isolator.learn.gate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The gate's report as one HTML page without scripts: verdict, conditions, a bar for each song,
/// laws.
final class GatePage {
  private static final int BAR_WIDTH = 160;

  private GatePage() {}

  static String of(GateReport report) {
    var page = new StringBuilder();
    var compared = report.compared();
    page.append(
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Gate of %s</title>
        <style>
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f;background:#fff}
        table{border-collapse:collapse;width:100%%;margin:1rem 0}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d5d5dc}
        td.number{text-align:right;font-variant-numeric:tabular-nums}.no{color:#a4001d;font-weight:600}.yes{color:#0a6b2d;font-weight:600}
        </style></head><body>
        """
            .formatted(text(compared.candidate())));
    page.append(
        "<h1>%s: <span class=\"%s\">%s</span></h1>\n"
            .formatted(
                text(compared.candidate()),
                report.passed() ? "yes" : "no",
                report.passed() ? "passed" : "refused"));
    page.append(
        "<p>Run %s, compared with %s on %d held-out songs, at %s. These songs were looked at for the %s time; seed of the bootstrap %d.</p>\n"
            .formatted(
                text(compared.run()),
                text(compared.live()),
                report.songs().size(),
                text(report.judgedAt()),
                ordinal(compared.use()),
                compared.seed()));
    page.append(
        "<h2>Conditions</h2>\n<table><tr><th>what</th><th>asked for</th><th>found</th><th></th></tr>\n");
    for (var condition : report.conditions()) {
      row(page, condition.name(), condition.asked(), condition.found(), condition.holds());
    }
    page.append("</table>\n");
    songs(page, report.songs());
    page.append(
        "<h2>Laws</h2>\n<table><tr><th>law</th><th>asked for</th><th>found</th><th></th></tr>\n");
    for (var law : report.laws()) {
      row(page, law.law(), law.asked(), law.found(), law.holds());
    }
    return page.append("</table>\n</body></html>\n").toString();
  }

  private static void row(
      StringBuilder page, String name, String asked, String found, boolean holds) {
    page.append(
        "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td class=\"%s\">%s</td></tr>\n"
            .formatted(
                text(name),
                text(asked),
                text(found),
                holds ? "yes" : "no",
                holds ? "holds" : "fails"));
  }

  private static void songs(StringBuilder page, List<SongDifference> songs) {
    double most =
        songs.stream()
            .filter(SongDifference::isSung)
            .mapToDouble(song -> Math.abs(song.differenceDb()))
            .max()
            .orElse(1);
    page.append(
        "<h2>Songs</h2>\n<table><tr><th>song</th><th>in use, SDR</th><th>candidate, SDR</th><th>difference</th><th></th><th>false voice, in use</th><th>candidate</th></tr>\n");
    songs.stream()
        .sorted(Comparator.comparingDouble(SongDifference::differenceDb))
        .forEach(
            song ->
                page.append(
                    "<tr><th scope=\"row\">%s</th>%s%s%s<td>%s</td>%s%s</tr>\n"
                        .formatted(
                            text(song.song()),
                            number(song.liveSdrDb()),
                            number(song.candidateSdrDb()),
                            number(song.isSung() ? (Double) song.differenceDb() : null),
                            song.isSung() ? bar(song.differenceDb(), Math.max(most, 0.01)) : "",
                            number(song.liveFalseVoiceDb()),
                            number(song.candidateFalseVoiceDb()))));
    page.append("</table>\n");
  }

  private static String bar(double value, double most) {
    double width = BAR_WIDTH / 2.0 * Math.abs(value) / most;
    return String.format(
        Locale.ROOT,
        "<svg width=\"%d\" height=\"14\" aria-hidden=\"true\"><path d=\"M%d 0v14\" stroke=\"#767680\"/><rect x=\"%.1f\" y=\"2\" width=\"%.1f\" height=\"10\" fill=\"%s\"/></svg>",
        BAR_WIDTH,
        BAR_WIDTH / 2,
        value < 0 ? BAR_WIDTH / 2.0 - width : BAR_WIDTH / 2.0,
        width,
        value < 0 ? "#a4001d" : "#0a6b2d");
  }

  private static String number(@Nullable Double value) {
    return value == null
        ? "<td></td>"
        : "<td class=\"number\">%s</td>".formatted(GateVerdict.decibels(value));
  }

  private static String ordinal(int number) {
    int tens = number % 100;
    String ending =
        tens > 10 && tens < 14
            ? "th"
            : switch (number % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return number + ending;
  }

  private static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
