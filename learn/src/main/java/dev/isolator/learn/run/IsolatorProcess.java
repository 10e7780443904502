package dev.isolator.learn.run;

import dev.isolator.cli.ChildJvm;
import dev.isolator.learn.folder.LearningSettings.ProcessLimits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A command of Isolator in a process of its own, with the JVM and the class path of this one. Its
/// standard input ends when this process does, and so does it.
///
/// @param limits of the process
/// @param log where its output goes, behind what is there
record IsolatorProcess(ProcessLimits limits, Path log) {
  private static final int POLL_MILLIS = 250;
  private static final int MOST_HEAP_MEGABYTES = 3072;
  private static final int LAST_BYTES = 4000;
  private static final int PATIENCE_MINUTES = 5;

  /// Runs it to its end. When this program is told to end, the process is told too, and waited for.
  ///
  /// @throws IOException if it fails, or needs more memory than it may have; the message has the
  ///   last line of its output
  void run(List<String> words) throws IOException {
    Process process =
        new ProcessBuilder(command(words))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var stopped = new AtomicBoolean();
    var ending =
        new Thread(
            () -> {
              stopped.set(true);
              end(process);
            },
            "stop training");
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        long megabytes = ChildJvm.residentMegabytes(process.pid());
        if (megabytes > limits.memoryMegabytes()) {
          process.destroyForcibly();
          throw new IOException(
              "%s: expected at most %d MB of memory, found %d; raise memory-mb in learn.yaml, or take smaller batches; the run goes on from its last checkpoint"
                  .formatted(words.getFirst(), limits.memoryMegabytes(), megabytes));
        }
      }
      if (stopped.get()) { // it has saved, and is not done
        throw new IOException("stopped; the run goes on from its last checkpoint");
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "isolator %s ended with exit code %d: %s"
                .formatted(words.getFirst(), process.exitValue(), lastLine()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted; the run goes on from its last checkpoint", e);
    } finally {
      end(process);
      try {
        Runtime.getRuntime().removeShutdownHook(ending);
      } catch (IllegalStateException e) {
        // the program is ending, and the hook runs
      }
    }
  }

  /// Ends the process's input, at which it saves and ends.
  private static void end(Process process) {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String lastLine() {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - LAST_BYTES));
      var bytes = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(bytes);
      var lines = new String(bytes, StandardCharsets.UTF_8).strip().lines().toList();
      return lines.isEmpty() ? "it said nothing" : lines.getLast().replaceFirst("^isolator: ", "");
    } catch (IOException e) {
      return "its output cannot be read: " + e;
    }
  }

  private List<String> command(List<String> words) {
    var command = new ArrayList<String>();
    Path nice = Path.of("/usr/bin/nice");
    if (limits.nice() > 0 && Files.isExecutable(nice)) {
      command.addAll(List.of(nice.toString(), "-n", Integer.toString(limits.nice())));
    }
    command.addAll(
        ChildJvm.command(
            Math.min(MOST_HEAP_MEGABYTES, limits.memoryMegabytes() / 2),
            "-D(onnxruntime|org[.]bytedeco|java[.]library)[.].*|-XX:TieredStopAtLevel=.*",
            List.of()));
    command.add("dev.isolator.cli.Isolator");
    command.addAll(words);
    return command;
  }
}
