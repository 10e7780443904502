package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Recording;
import java.util.Locale;
import java.util.StringJoiner;

/// An HTML page about a pair: the waveforms of the three files one below the other, the segments,
/// the measurements, and audio players. One file without scripts or network access.
final class PairPage {
  private static final int COLUMNS = 1200;
  private static final int HEIGHT = 120;

  private PairPage() {}

  /// The page.
  ///
  /// @param title any text
  /// @param tracks names to recordings, in order; the files beside the page are `<name>.wav`
  static String of(String title, Alignment a, Recording... tracks) {
    String[] names = {"mix", "vocals", "instrumental"};
    var page = new StringBuilder(200_000);
    page.append(
        """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><title>%s</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1240px; padding: 0 1rem; color: #1c2330; background: #fff }
        h1 { font-size: 1.3rem } table { border-collapse: collapse } td { padding: .15rem 1.2rem .15rem 0 }
        svg { width: 100%%; height: 120px; background: #f4f6f9 } audio { width: 100%% }
        .accept { color: #0a6b3d } .review { color: #8a5a00 } .reject { color: #a3162b }
        .axis { position: relative; height: 1.6rem; font-size: 12px; color: #5b6472 }
        .axis span { position: absolute; transform: translateX(-50%%) }
        path { stroke: #33507a; stroke-width: 1 } rect { fill: #33507a; opacity: .12 }
        </style>
        <h1>%s: <span class="%s">%s</span></h1>
        """
            .formatted(escape(title), escape(title), a.verdict(), a.verdict()));
    page.append("<ul>\n");
    a.reasons().forEach(r -> page.append("<li>").append(escape(r)).append("</li>\n"));
    page.append("</ul>\n<table>\n");
    row(page, "Offset", "%.6f s", a.clock().offsetSeconds());
    row(
        page,
        "Drift",
        "%.2f ppm",
        Math.abs(a.clock().driftPpm()) < 0.005 ? 0.0 : a.clock().driftPpm());
    row(page, "Gain", "%.2f dB", a.response().gainDb());
    for (PeakingFilter filter : a.response().peakingFilters()) {
      String place =
          String.format(Locale.ROOT, "%.0f Hz, Q %.1f: ", filter.hertz(), filter.quality());
      row(page, "Equaliser", place + "%+.1f dB", filter.decibels());
    }
    row(page, "Level, equaliser included", "%.2f dB", a.response().levelDb());
    row(page, "Polarity", "%d", a.response().polarity());
    row(page, "Nulling", "%.1f dB from " + a.quality().nullingFrom(), a.quality().nullingDb());
    row(page, "Windows in phase", "%.0f %%", 100 * a.quality().agreement());
    row(page, "Scatter about the drift", "%.3f samples", a.quality().wanderSamples());
    row(page, "Mix covered", "%.0f %%", 100 * a.quality().coverage());
    String[] octaves = {"125 Hz", "250 Hz", "500 Hz", "1 kHz", "2 kHz", "4 kHz", "8 kHz and up"};
    var inPhase = new StringJoiner(", ");
    for (int o = 0; o < a.quality().coherence().size(); o++) {
      inPhase.add(
          String.format(Locale.ROOT, "%.3f at %s", a.quality().coherence().get(o), octaves[o]));
    }
    row(page, "Share in phase", "%s", inPhase);
    for (MixSegment s : a.segments()) {
      String from = String.format(Locale.ROOT, "%.3f to %.3f s", s.startSeconds(), s.endSeconds());
      row(page, "Segment", from + ", offset %.6f s", s.offsetSeconds());
    }
    page.append("</table>\n");
    for (int t = 0; t < tracks.length; t++) {
      page.append("<h2>%s</h2>%n".formatted(names[t]));
      wave(page, tracks[t], a);
      axis(page, tracks[t].seconds());
      page.append("<audio controls preload=\"none\" src=\"%s.wav\"></audio>%n".formatted(names[t]));
    }
    return page.append("</html>\n").toString();
  }

  private static void row(StringBuilder page, String name, String format, Object value) {
    page.append(
        "<tr><td>%s</td><td>%s</td></tr>%n"
            .formatted(name, String.format(Locale.ROOT, format, value)));
  }

  private static void wave(StringBuilder page, Recording track, Alignment a) {
    page.append(
        "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\">%n"
            .formatted(COLUMNS, HEIGHT));
    for (MixSegment s : a.segments()) {
      page.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"%d\"/>%n",
              s.startSeconds() / track.seconds() * COLUMNS,
              (s.endSeconds() - s.startSeconds()) / track.seconds() * COLUMNS,
              HEIGHT));
    }
    page.append("<path d=\"");
    for (int x = 0; x < COLUMNS; x++) {
      int from = (int) ((long) track.frames() * x / COLUMNS);
      int to = (int) ((long) track.frames() * (x + 1) / COLUMNS);
      float low = 0;
      float high = 0;
      for (float[] channel : track.samples()) {
        for (int i = from; i < to; i++) {
          low = Math.min(low, channel[i]);
          high = Math.max(high, channel[i]);
        }
      }
      int top = Math.round(HEIGHT / 2f * (1 - Math.min(1, high)));
      int bottom = Math.round(HEIGHT / 2f * (1 - Math.max(-1, low)));
      page.append("M%d %dV%d".formatted(x, top, bottom + 1));
    }
    page.append("\"/></svg>\n");
  }

  /// Minutes and seconds under a waveform, eight at most.
  private static void axis(StringBuilder page, double seconds) {
    page.append("<div class=\"axis\">");
    int step = 1;
    for (int s : new int[] {5, 10, 15, 30, 60, 120, 300}) {
      step = seconds / step > 9 ? s : step;
    }
    for (int s = step; s < seconds * 0.99; s += step) {
      page.append(
          String.format(
              Locale.ROOT,
              "<span style=\"left:%.2f%%\">%d:%02d</span>",
              100 * s / seconds,
              s / 60,
              s % 60));
    }
    page.append("</div>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
