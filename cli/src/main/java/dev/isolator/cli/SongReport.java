package dev.isolator.cli;

import dev.isolator.SeparationResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Prints the result of each song, and determines the exit code of the batch.
///
/// Results go to standard output, a line each; failures to standard error, a line each.
final class SongReport {
  /// What is printed of a song that succeeded.
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

  /// Reports, before the first song, folders that could not be read and what is left out.
  void found(SongFinder.Found found, boolean reportLeftOut) {
    found.failures().forEach(failure -> failed(failure.file(), failure));
    if (reportLeftOut) {
      found.leftOut().lines().forEach(line -> console.err().println("isolator: " + line));
    }
  }

  /// Reports a song that succeeded, as text or as JSON.
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
    var message = ErrorMessages.message(failure);
    fail(song, ExitCode.of(failure), message);
    boolean named = message.startsWith(song + ": ");
    console.err().println("isolator: " + (named ? "" : song + ": ") + message);
    if (debug) {
      failure.printStackTrace(console.err());
    }
  }

  /// Reports what keeps all songs from being begun: a line of JSON each, one message.
  void failed(List<SongInput> all, Throwable failure) {
    for (var song : all) {
      failures++;
      fail(song.shown(), ExitCode.of(failure), ErrorMessages.message(failure));
    }
    ErrorMessages.print(failure, console.err(), debug);
  }

  /// Reports the song that Ctrl-C cancelled.
  void cancelled(String song) {
    first = ExitCode.CANCELLED;
    fail(song, ExitCode.CANCELLED, "cancelled");
    console.err().println("isolator: cancelled");
  }

  private void fail(String song, ExitCode code, String message) {
    songs++;
    if (first == null) {
      first = code;
    }
    if (style == Style.JSON) {
      console.out().println(failed.line(song, code, message));
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
