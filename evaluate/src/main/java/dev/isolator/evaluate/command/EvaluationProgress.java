package dev.isolator.evaluate.command;

import dev.isolator.evaluate.EvaluationListener;
import java.io.PrintWriter;
import java.time.Duration;

/// Shows the progress of an evaluation on standard error: on a terminal as a bar in one line that
/// is redrawn, elsewhere as one line per song.
final class EvaluationProgress implements EvaluationListener, AutoCloseable {
  private static final int BAR = 24;
  private static final int COLUMNS = Integer.getInteger("isolator.columns", 80);

  private final PrintWriter err;
  private final boolean show;
  private final boolean terminal = Boolean.getBoolean("isolator.terminal"); // set by the launcher
  private final long begin = System.nanoTime();

  EvaluationProgress(PrintWriter err, boolean show) {
    this.err = err;
    this.show = show;
  }

  @Override
  public synchronized void finished(String system, String song, int done, int total) {
    double elapsed = (System.nanoTime() - begin) / 1e9;
    var left = Duration.ofSeconds(Math.round(elapsed / done * (total - done)));
    int full = BAR * done / total;
    say(
        "[%s%s] %d/%d, %d:%02d to go, %s %s"
            .formatted(
                "#".repeat(full),
                "-".repeat(BAR - full),
                done,
                total,
                left.toMinutes(),
                left.toSecondsPart(),
                system,
                song));
  }

  @Override
  public synchronized void problem(String message) {
    clear();
    err.println("isolator: " + message);
    err.flush();
  }

  synchronized void writingReport() {
    say("writing the report");
  }

  private void say(String line) {
    if (!show) {
      return;
    }
    if (terminal) {
      clear();
      err.print(line.length() < COLUMNS ? line : line.substring(0, COLUMNS - 1));
    } else {
      err.println(line);
    }
    err.flush();
  }

  private void clear() {
    if (show && terminal) {
      err.print("\r" + " ".repeat(COLUMNS - 1) + "\r");
    }
  }

  @Override
  public synchronized void close() {
    clear();
    err.flush();
  }
}
