package dev.isolator.cli;

import dev.isolator.Progress;
import dev.isolator.ProgressListener;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows the progress of a song on standard error: a bar on a terminal, a line every ten seconds
/// elsewhere. It must be closed before anything else is printed.
sealed interface ProgressDisplay extends ProgressListener, AutoCloseable {
  static ProgressDisplay of(Console console, String song, boolean show) {
    if (!show) {
      return new Hidden();
    }
    return console.terminal() ? new Bar(console.err(), song) : new Lines(console.err(), song);
  }

  @Override
  void close();

  /// For `--quiet`.
  record Hidden() implements ProgressDisplay {
    @Override
    public void progressed(Progress progress) {}

    @Override
    public void close() {}
  }

  /// A line every ten seconds, for log files.
  final class Lines implements ProgressDisplay {
    private static final double SECONDS_BETWEEN = 10;

    private final PrintWriter err;
    private final String song;
    private double next = SECONDS_BETWEEN;

    Lines(PrintWriter err, String song) {
      this.err = err;
      this.song = song;
    }

    @Override
    public void progressed(Progress progress) {
      if (progress.elapsedSeconds() < next) {
        return;
      }
      next = progress.elapsedSeconds() + SECONDS_BETWEEN;
      var done = Seconds.shown(progress.doneFrames() / (double) progress.sampleRate());
      double fraction = progress.fraction();
      err.println(
          Double.isNaN(fraction)
              ? "%s: %s done, %.0fx real time".formatted(song, done, progress.realTimeFactor())
              : "%s: %.0f %%, %s done, %.0fx real time, %s to go"
                  .formatted(
                      song,
                      100 * fraction,
                      done,
                      progress.realTimeFactor(),
                      Seconds.shown(progress.remainingSeconds())));
    }

    @Override
    public void close() {}
  }

  /// One line that is redrawn, and cleared at the end.
  final class Bar implements ProgressDisplay {
    /// The terminal's width, which the launcher passes as `-Disolator.columns=N`.
    private static final int COLUMNS =
        Integer.getInteger("isolator.columns", 0) > 0 ? Integer.getInteger("isolator.columns") : 80;

    private static final int MAX_NAME = 30;

    private final TerminalLine line;
    private final String song;
    private @Nullable ProgressBar bar;

    Bar(PrintWriter err, String song) {
      this.line = new TerminalLine(err);
      this.song =
          song.length() > MAX_NAME ? "..." + song.substring(song.length() - MAX_NAME) : song;
    }

    @Override
    public void progressed(Progress progress) {
      long total = progress.totalFrames() < 0 ? -1 : progress.totalFrames() / progress.sampleRate();
      if (bar == null) {
        bar =
            new ProgressBarBuilder()
                .setTaskName(song)
                .setInitialMax(total)
                .setUnit(" s", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(line)
                .build();
      }
      bar.stepTo(progress.doneFrames() / progress.sampleRate());
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close(); // waits for the last drawing
        bar = null;
        line.clear(); // the library does not clear the line if the song ended before its first
        // drawing
      }
    }
  }

  /// Redraws the terminal's last line.
  record TerminalLine(PrintWriter err) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return Bar.COLUMNS - 1; // a full line would wrap
    }

    @Override
    public void accept(String line) {
      err.print("\r" + line);
      err.flush();
    }

    @Override
    public void clear() {
      err.print("\r" + " ".repeat(getMaxRenderedLength()) + "\r");
      err.flush();
    }

    @Override
    public void close() {}
  }
}
