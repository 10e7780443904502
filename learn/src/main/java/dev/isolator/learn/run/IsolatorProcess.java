package dev.isolator.learn.run;

import dev.isolator.learn.folder.LearningSettings.ProcessLimits;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
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
        long megabytes = residentMegabytes(process.pid());
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
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + Math.min(MOST_HEAP_MEGABYTES, limits.memoryMegabytes() / 2) + "m");
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true"));
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.matches(
          "-D(onnxruntime|org[.]bytedeco|java[.]library)[.].*|-XX:TieredStopAtLevel=.*")) {
        command.add(argument);
      }
    }
    command.add("-cp");
    command.add(absolute(System.getProperty("java.class.path")));
    command.add("dev.isolator.cli.Isolator");
    command.addAll(words);
    return command;
  }

  private static String absolute(String classPath) {
    var parts = new ArrayList<String>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, parts);
  }

  /// What a process has in memory, or 0 where the system does not tell.
  private static long residentMegabytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0; // not Linux, or it has just ended
    }
  }
}
