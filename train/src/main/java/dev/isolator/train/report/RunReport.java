package dev.isolator.train.report;

import dev.isolator.file.AtomicFile;
import dev.isolator.train.data.PcmFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Writes `report.html` into a run's folder: its figures over time, from `steps.tsv` and
/// `validation.tsv`, some songs to look at and listen to, its settings. The file needs nothing
/// besides itself.
public final class RunReport {
  private static final int SECONDS = 6;

  private RunReport() {}

  /// A song with the vocals that the network found in it.
  ///
  /// @param name for people
  /// @param mixture `[2][n]` at 44.1 kHz
  /// @param estimate of the vocals, likewise
  /// @param truth the vocals, likewise
  @SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
  public record Example(String name, float[][] mixture, float[][] estimate, float[][] truth) {}

  /// Writes the report, whole or not at all.
  ///
  /// @param folder of the run
  /// @param title for instance the model's name
  /// @param settings text of the run's settings
  /// @param examples the middle 6 s of each are taken
  public static void write(Path folder, String title, String settings, List<Example> examples)
      throws IOException {
    Files.createDirectories(folder);
    var page = new StringBuilder(head(escaped(title)));
    page.append("<h2>On songs kept aside</h2>\n<div class=\"curves\">\n");
    Curve.of(folder.resolve("validation.tsv")).forEach(curve -> page.append(curve.svg()));
    page.append("</div>\n<h2>On what it trains on</h2>\n<div class=\"curves\">\n");
    Curve.of(folder.resolve("steps.tsv")).forEach(curve -> page.append(curve.svg()));
    page.append("</div>\n");
    if (!examples.isEmpty()) {
      page.append("<h2>Songs kept aside</h2>\n<table>\n<tr><th>");
      page.append("<th>mixture<th>vocals as separated<th>vocals as they were</tr>\n");
      for (var example : examples) {
        page.append("<tr><th>").append(escaped(example.name()));
        cell(page, example.mixture(), folder);
        cell(page, example.estimate(), folder);
        cell(page, example.truth(), folder);
        page.append("</tr>\n");
      }
      page.append("</table>\n<p>60 Hz to 16 kHz; black is 80 dB under full scale.</p>\n");
    }
    page.append("<h2>Settings</h2>\n<pre>").append(escaped(settings)).append("</pre>\n</html>\n");
    AtomicFile.write(folder.resolve("report.html"), page.toString());
  }

  private static void cell(StringBuilder page, float[][] sound, Path folder) throws IOException {
    int n = sound[0].length;
    int wanted = Math.min(n, SECONDS * PcmFile.SAMPLE_RATE);
    int from = (n - wanted) / 2;
    float[][] cut = {
      Arrays.copyOfRange(sound[0], from, from + wanted),
      Arrays.copyOfRange(sound[1], from, from + wanted)
    };
    page.append("<td><img alt=\"spectrogram\" src=\"")
        .append(SpectrogramDataUrl.address(cut))
        .append("\"><audio controls preload=\"none\" src=\"")
        .append(AudioDataUrl.address(cut, folder))
        .append("\"></audio>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static String head(String title) {
    return """
      <!doctype html>
      <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>%s: a training run</title>
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1240px; padding: 0 1rem; color: #1c2330; background: #fff }
      .curves { display: flex; flex-wrap: wrap; gap: 1rem }
      figure { margin: 0; flex: 1 1 380px; max-width: 600px }
      svg { width: 100%%; font: 11px system-ui, sans-serif; fill: #5a6473 }
      polyline { fill: none; stroke: #33507a; stroke-width: 1.5 }
      .axis { fill: none; stroke: #c5cbd5 }
      table { border-collapse: collapse } th { text-align: left; font-weight: 600; padding-right: .8rem }
      td { padding: .3rem .8rem .3rem 0 } img, audio { display: block; width: 100%%; max-width: 340px }
      pre { white-space: pre-wrap; background: #f4f6f9; padding: .8rem }
      </style>
      <h1>%s: a training run</h1>
      """
        .formatted(title, title);
  }
}
