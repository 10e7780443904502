package dev.isolator.voice;

import java.util.Locale;

/// A timeline as text, to the microsecond.
public final class VoiceLabels {
  /// What the tables start with.
  public static final String CSV_HEAD = "start,end";

  private VoiceLabels() {}

  /// Audacity's label track: start, end and text with tabs between, a line a span.
  ///
  /// Source: the Audacity manual, “Importing and Exporting Labels”.
  ///
  /// @param text of every label, such as `voice`
  public static String audacity(VoiceTimeline timeline, String text) {
    var lines = new StringBuilder();
    for (VoiceSpan span : timeline.spans()) {
      lines.append(row(span, "\t")).append('\t').append(text).append('\n');
    }
    return lines.toString();
  }

  /// A table with the head `start,end`.
  public static String csv(VoiceTimeline timeline) {
    var lines = new StringBuilder(CSV_HEAD).append('\n');
    for (VoiceSpan span : timeline.spans()) {
      lines.append(row(span, ",")).append('\n');
    }
    return lines.toString();
  }

  /// A table with the head `start,end,source`.
  public static String csv(VoiceTimeline timeline, VoiceSource source) {
    var lines = new StringBuilder(CSV_HEAD).append(",source\n");
    for (VoiceSpan span : timeline.spans()) {
      lines.append(row(span, ",")).append(',').append(source.words()).append('\n');
    }
    return lines.toString();
  }

  /// Seconds to the microsecond, as JSON wants them.
  public static double rounded(double seconds) {
    return Math.rint(seconds * 1e6) / 1e6;
  }

  private static String row(VoiceSpan span, String separator) {
    return String.format(
        Locale.ROOT, "%.6f%s%.6f", span.startSeconds(), separator, span.endSeconds());
  }
}
