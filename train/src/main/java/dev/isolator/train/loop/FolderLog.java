package dev.isolator.train.loop;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes the progress of a run into its folder (`steps.tsv`, `validation.tsv` and an event file
/// for TensorBoard) and to the terminal.
public final class FolderLog implements RunLog, AutoCloseable {
  private static final int STEPS_A_LINE = 10;
  private static final double SECONDS_A_MESSAGE = 30;

  private final BufferedWriter steps;
  private final BufferedWriter validations;
  private final EventFile events;
  private final PrintWriter err;
  private final boolean terminal;
  private double nextMessage;
  private double lossSum;
  private double speedSum;
  private int summed;
  private boolean refused; // whether that has been said
  private boolean validationHead; // whether the table still needs its head
  private String lastFigures = "not validated yet";

  /// @param terminal whether a line can be overwritten
  public FolderLog(Path folder, PrintWriter err, boolean terminal) throws IOException {
    Files.createDirectories(folder);
    steps = table(folder.resolve("steps.tsv"), "step\tseconds\tloss\tnorm\trate\taudio_per_second");
    validationHead = !Files.exists(folder.resolve("validation.tsv"));
    validations = table(folder.resolve("validation.tsv"), "");
    events = new EventFile(folder, System.currentTimeMillis() / 1000);
    this.err = err;
    this.terminal = terminal;
  }

  private static BufferedWriter table(Path file, String head) throws IOException {
    boolean fresh = !Files.exists(file);
    var writer =
        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (fresh && !head.isEmpty()) {
      writer.write(head + "\n");
      writer.flush();
    }
    return writer;
  }

  @Override
  public void step(Step step) {
    lossSum += step.loss();
    speedSum += step.audioPerSecond();
    summed++;
    if (step.step() % STEPS_A_LINE == 0) {
      double loss = lossSum / summed;
      double speed = speedSum / summed;
      write(
          () -> {
            steps.write(
                "%d\t%.1f\t%.5f\t%.3f\t%.3g\t%.2f%n"
                    .formatted(step.step(), step.seconds(), loss, step.norm(), step.rate(), speed));
            steps.flush();
            double now = System.currentTimeMillis() / 1000.0;
            events.scalar("loss/train", step.step(), now, loss);
            events.scalar("rate", step.step(), now, step.rate());
            events.scalar("speed/audio_seconds_per_second", step.step(), now, speed);
          });
      lossSum = 0;
      speedSum = 0;
      summed = 0;
    }
    if (terminal || step.seconds() >= nextMessage) {
      nextMessage = step.seconds() + SECONDS_A_MESSAGE;
      String line =
          "%s %3.0f %%  step %d  loss %.4f  %s  %.1fx"
              .formatted(
                  bar(step.done()),
                  100 * step.done(),
                  step.step(),
                  step.loss(),
                  lastFigures,
                  step.audioPerSecond());
      err.print(terminal ? "\r" + line : line + "\n");
      err.flush();
    }
  }

  /// Something that is written to the run's folder.
  private interface Writing {
    void run() throws IOException;
  }

  /// Writes, or says once that it cannot be written: a full disk must not end a run, whose weights
  /// are in memory and can be kept when there is room again.
  private void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      if (!refused) {
        refused = true;
        warning(
            "the tables and curves of the run cannot be written (%s); it goes on without, free some space"
                .formatted(e.getMessage()));
      }
    }
  }

  private static String bar(double done) {
    int full = (int) Math.clamp(20 * done, 0, 20);
    return "[" + "=".repeat(full) + " ".repeat(20 - full) + "]";
  }

  @Override
  public void validation(long step, double seconds, Validation result) {
    lastFigures = result.text();
    write(() -> row(step, seconds, result));
    err.println(
        (terminal ? "\n" : "")
            + "validation at step %d after %.0f min: %s"
                .formatted(step, seconds / 60, lastFigures));
    err.flush();
  }

  private void row(long step, double seconds, Validation result) throws IOException {
    if (validationHead) {
      validations.write("step\tseconds");
      for (var figure : result.figures()) {
        validations.write("\t" + figure.column());
      }
      validations.write("\n");
      validationHead = false;
    }
    validations.write("%d\t%.1f".formatted(step, seconds));
    double now = System.currentTimeMillis() / 1000.0;
    for (var figure : result.figures()) {
      validations.write("\t%.4f".formatted(figure.value()));
      events.scalar(figure.tag(), step, now, figure.value());
    }
    validations.write("\n");
    validations.flush();
  }

  @Override
  public void warning(String text) {
    err.println((terminal ? "\n" : "") + "isolator: warning: " + text);
    err.flush();
  }

  @Override
  public void close() {
    if (terminal) {
      err.println();
    }
    write(
        () -> {
          try (steps;
              validations) {
            events.close();
          }
        });
  }
}
