package dev.isolator.dataset.manifest;

import dev.isolator.audio.Counted;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Statistics of a manifest, as text and as an HTML page with bar charts.
public final class ManifestStats {
  private final Manifest manifest;

  public ManifestStats(Manifest manifest) {
    this.manifest = manifest;
  }

  /// Seconds of an entry: of the clips of a voice, else its duration.
  private static double seconds(Entry entry) {
    return entry.clips().isEmpty()
        ? entry.duration()
        : entry.clips().stream().mapToDouble(c -> c.end() - c.start()).sum();
  }

  private Map<String, Double> minutesBy(Function<Entry, String> key) {
    var sums = new TreeMap<String, Double>();
    for (Entry entry : manifest.entries()) {
      sums.merge(key.apply(entry), seconds(entry) / 60, Double::sum);
    }
    return sums;
  }

  private Map<String, Double> minutesByStem() {
    var sums = new TreeMap<String, Double>();
    for (Entry entry : manifest.entries()) {
      entry.stems().keySet().forEach(s -> sums.merge(s, seconds(entry) / 60, Double::sum));
    }
    return sums;
  }

  private static String kindAndSplit(Entry e) {
    return e.kind() + ", " + e.split();
  }

  /// Minutes by kind and split, by stem, and by licence, one table each.
  public String text() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, %s, %.1f minutes%n",
            Counted.of(manifest.entries().size(), "entry", "entries"),
            Counted.of(artists(), "artist"),
            manifest.entries().stream().mapToDouble(ManifestStats::seconds).sum() / 60));
    table(text, "kind, split", minutesBy(ManifestStats::kindAndSplit));
    table(text, "stem", minutesByStem());
    table(text, "licence", minutesBy(Entry::licence));
    return text.toString();
  }

  private int artists() {
    var names = new TreeSet<String>();
    manifest.entries().forEach(e -> names.add(e.artist()));
    return names.size();
  }

  private static void table(StringBuilder text, String heading, Map<String, Double> rows) {
    text.append(String.format("%n%-40s minutes%n", heading));
    rows.forEach(
        (name, minutes) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-40s %7.1f%n",
                    name.length() > 40 ? name.substring(0, 39) + "…" : name,
                    minutes)));
  }

  /// The same and minutes by artist, as one HTML file without scripts.
  public String page() {
    var page = new StringBuilder();
    page.append(
        """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><title>What is in the manifest</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 860px; padding: 0 1rem; color: #1c2330; background: #fff }
        td { padding: .1rem .8rem .1rem 0; vertical-align: middle } td.n { text-align: right }
        .bar { background: #33507a; height: .8rem; display: inline-block }
        </style>
        <h1>What is in the manifest</h1>
        """);
    bars(page, "Kind and split", minutesBy(ManifestStats::kindAndSplit));
    bars(page, "Stem", minutesByStem());
    bars(page, "Licence", minutesBy(Entry::licence));
    bars(page, "Artist", minutesBy(Entry::artist));
    return page.append("</html>\n").toString();
  }

  private static void bars(StringBuilder page, String heading, Map<String, Double> rows) {
    double most = rows.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
    page.append("<h2>%s</h2>%n<table>%n".formatted(heading));
    rows.forEach(
        (name, minutes) ->
            page.append(
                String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td class=\"n\">%.1f min</td><td><span class=\"bar\" style=\"width:%.0fpx\"></span></td></tr>%n",
                    name.replace("&", "&amp;").replace("<", "&lt;"),
                    minutes,
                    1 + 400 * minutes / Math.max(1e-9, most))));
    page.append("</table>\n");
  }
}
