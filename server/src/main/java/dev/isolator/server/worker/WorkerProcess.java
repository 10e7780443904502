package dev.isolator.server.worker;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.isolator.server.log.Log;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Starts a worker process, and waits until it has answered or has to be ended.
///
/// It is the JVM, the class path and the natives of this process with a heap of its own. Time,
/// memory and whether it is still wanted are looked at every [#LOOK_MILLIS]. Any thread; each call
/// is a process of its own.
public final class WorkerProcess {
  private static final Log LOG = Log.of(WorkerProcess.class);
  private static final Gson GSON = new Gson();
  private static final int MOST_LAST_WORDS = 4000;
  private static final int LOOK_MILLIS = 200;
  private static final int EXIT_OUT_OF_MEMORY = 3;
  private static final int MOST_LINE_CHARS = 1 << 20;

  private final WorkerLimits limits;

  public WorkerProcess(WorkerLimits limits) {
    this.limits = limits;
  }

  /// What of a song is wanted; the fields are those of [Order.Separate].
  public record Separation(
      String model,
      List<String> keep,
      String format,
      String bits,
      double startSeconds,
      @Nullable Double durationSeconds,
      long maxSeconds,
      int maxChannels) {}

  /// Takes a song apart.
  ///
  /// @param output an empty folder for what is made; the process works in it
  public Answer separate(Path input, Path output, Separation wanted, Watch watch)
      throws IOException, InterruptedException {
    var order =
        new Order.Separate(
            input.toAbsolutePath().toString(),
            output.toAbsolutePath().toString(),
            wanted.model(),
            wanted.keep(),
            wanted.format(),
            wanted.bits(),
            wanted.startSeconds(),
            wanted.durationSeconds(),
            wanted.maxSeconds(),
            wanted.maxChannels(),
            limits.threads());
    return run(new Order(order, null), output, limits.separateSeconds(), watch);
  }

  /// Writes a stem in another format.
  ///
  /// @param output the file to write, alone in its folder
  public Answer transcode(Path input, Path output, String format, Watch watch)
      throws IOException, InterruptedException {
    var order =
        new Order.Transcode(
            input.toAbsolutePath().toString(), output.toAbsolutePath().toString(), format);
    Path folder = output.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("output must be in a folder, was " + output);
    }
    return run(new Order(null, order), folder, limits.transcodeSeconds(), watch);
  }

  private Answer run(Order order, Path folder, int seconds, Watch watch)
      throws IOException, InterruptedException {
    Path errors = folder.resolve("worker.log");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process process =
        new ProcessBuilder(command(temporary))
            .directory(folder.toFile())
            .redirectError(Redirect.to(errors.toFile()))
            .start();
    try {
      try {
        tell(process, order);
      } catch (IOException e) {
        // It ended before it was told; its exit code and its last words, below, say why.
      }
      var answers = new Answers(process);
      Answer early = watchOver(process, seconds, watch, answers);
      return early != null
          ? early
          : answers.last().orElseGet(() -> crashed(process.exitValue(), errors));
    } finally {
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS); // its files must be closed before they are removed
      Files.deleteIfExists(errors);
      remove(temporary);
    }
  }

  /// What libraries unpacked, and what a killed process had no time to remove.
  private static void remove(Path temporary) throws IOException {
    try (var files = Files.walk(temporary)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void tell(Process process, Order order) throws IOException {
    // Stays open: its end tells the worker that we are dead.
    Writer in = process.outputWriter(StandardCharsets.UTF_8);
    in.write(GSON.toJson(order));
    in.write('\n');
    in.flush();
  }

  private @Nullable Answer watchOver(Process process, int seconds, Watch watch, Answers answers)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    double told = 0;
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (!watch.isWanted()) {
        return new Answer.Unwanted();
      }
      if (System.nanoTime() - deadline > 0) {
        return new Answer.Failed(
            "timeout",
            "This song took longer than the %d seconds that a job may take; try a part of it."
                .formatted(seconds));
      }
      if (residentMegabytes(process.pid()) > limits.memoryMegabytes()) {
        return new Answer.Failed(
            "memory",
            "This song needs more than the %d MB of memory that a job may have; try a part of it."
                .formatted(limits.memoryMegabytes()));
      }
      if (answers.progress() > told) {
        told = answers.progress();
        watch.progressed(told);
      }
    }
    answers.await();
    return null;
  }

  private Answer crashed(int exit, Path errors) {
    LOG.warn("worker broke down", "exit", exit, "said", lastWords(errors));
    return exit == EXIT_OUT_OF_MEMORY
        ? new Answer.Failed(
            "memory",
            "This song needs more than the %d MB of heap that a job may have; try a part of it."
                .formatted(limits.heapMegabytes()))
        : new Answer.Failed(
            "crash",
            "The process that took this song apart broke down (exit code %d); the server goes on."
                .formatted(exit));
  }

  private static String lastWords(Path errors) {
    try (var file = new RandomAccessFile(errors.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - MOST_LAST_WORDS));
      var words = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(words);
      return new String(words, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "what it said cannot be read: " + e;
    }
  }

  private List<String> command(Path temporary) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + limits.heapMegabytes() + "m");
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true"));
    // Where the natives are, and what makes starting quick: the cache of linked classes holds for
    // the
    // same class path, and a half of a short song's time is starting. Our heap is not its business.
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.matches(
          "-D(onnxruntime|org[.]bytedeco|java[.]library|isolator[.]worker)[.].*"
              + "|-XX:(AOTCache|TieredStopAtLevel)=.*")) {
        command.add(argument);
      }
    }
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-cp");
    command.add(absolute(System.getProperty("java.class.path")));
    command.add(Worker.class.getName());
    return command;
  }

  /// The worker starts in another folder.
  private static String absolute(String classPath) {
    var parts = new ArrayList<String>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, parts);
  }

  /// What the process has in memory, or 0 where the system does not tell.
  private static long residentMegabytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // not Linux, or it has just ended
    }
  }

  /// Reads a process's answers as they come.
  private static final class Answers {
    private final Thread thread;
    private volatile double progress;
    private volatile @Nullable Answer last;

    Answers(Process process) {
      var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      thread = Thread.ofVirtual().name("worker-answers").start(() -> read(out));
    }

    private void read(BufferedReader out) {
      try {
        for (String line; (line = out.readLine()) != null && line.length() < MOST_LINE_CHARS; ) {
          Report report = GSON.fromJson(line, Report.class);
          if (report.done() != null) {
            last = new Answer.Done(report.done());
          } else if (report.failed() != null) {
            last = new Answer.Failed(report.failed().kind(), report.failed().reason());
          } else if (report.progress() != null) {
            progress = report.progress();
          }
        }
      } catch (IOException | JsonParseException e) {
        last = null; // cut off in the middle of a line: the exit code says why
      }
    }

    double progress() {
      return progress;
    }

    void await() throws InterruptedException {
      thread.join(10_000);
    }

    Optional<Answer> last() {
      return Optional.ofNullable(last);
    }
  }
}
