package dev.isolator.cli;

import dev.isolator.SeparationResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells the user what became of each song, and remembers how the batch went.
///
/// Results go to standard output, a line each; failures to standard error, a line each.
final class SongReport {
  /// What is printed of a song that went well.
  enum Style {
    TEXT,
    JSON,
    NOTHING
  }

  private final Console console;
  private final Style style;
  private final boolean debug;
  private final Failed failed;
  private int songs;
  private int failures;
  private @Nullable ExitCode first;

  /// A failure as a line of JSON.
  @FunctionalInterface
  interface Failed {
    String line(String song, ExitCode code, String message);
  }

  SongReport(Console console, Style style, boolean debug, Failed failed) {
    this.console = console;
    this.style = style;
    this.debug = debug;
    this.failed = failed;
  }

  /// What was found before the first song: folders that could not be looked into, stems left out.
  void found(SongFinder.Found found, boolean tellStems) {
    found.failures().forEach(failure -> failed(failure.file(), failure));
    if (found.skippedStems() > 0 && tellStems) {
      console.err().println("isolator: left out %d stems of ours".formatted(found.skippedStems()));
    }
  }

  /// What went well, as text or as JSON.
  void done(String text, String json) {
    songs++;
    switch (style) {
      case TEXT -> console.out().println(text);
      case JSON -> console.out().println(json);
      case NOTHING -> {}
    }
  }

  void done(String song, String accelerator, SeparationResult result) {
    done(summary(song, result), SongJson.done(song, accelerator, result).line());
  }

  void skipped(String song, List<Path> files) {
    done(song + ": skipped, has " + joined(files), SongJson.skipped(song, files).line());
  }

  void failed(String song, Throwable failure) {
    failures++;
    var told = Failures.message(failure);
    fail(song, ExitCode.of(failure), told);
    boolean named = told.startsWith(song + ": ");
    console.err().println("isolator: " + (named ? "" : song + ": ") + told);
    if (debug) {
      failure.printStackTrace(console.err());
    }
  }

  /// The song was under way when Ctrl-C came.
  void cancelled(String song) {
    first = ExitCode.CANCELLED;
    fail(song, ExitCode.CANCELLED, "cancelled");
    console.err().println("isolator: cancelled");
  }

  private void fail(String song, ExitCode code, String told) {
    songs++;
    if (first == null) {
      first = code;
    }
    if (style == Style.JSON) {
      console.out().println(failed.line(song, code, told));
    }
  }

  /// Ends the batch.
  ///
  /// @return the exit code: that of the first failure
  ExitCode end() {
    if (failures > 0 && songs > 1) {
      console.err().println("isolator: %d of %d failed".formatted(failures, songs));
    }
    return first == null ? ExitCode.OK : first;
  }

  private static String summary(String song, SeparationResult result) {
    var line = new StringBuilder(song).append(": ");
    line.append(Seconds.shown(result.frames() / (double) result.input().sampleRate()));
    line.append(
        " in %.1f s, %sx real time: ".formatted(result.seconds(), factor(result.realTimeFactor())));
    line.append(joined(result.stems().stream().map(stem -> stem.file()).toList()));
    result.notes().forEach(note -> line.append("; ").append(note));
    return line.toString();
  }

  private static String factor(double realTime) {
    return String.format(Locale.ROOT, realTime < 10 ? "%.1f" : "%.0f", realTime);
  }

  private static String joined(List<Path> files) {
    return String.join(", ", files.stream().map(Path::toString).toList());
  }
}
