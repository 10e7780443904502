package dev.isolator.server.worker;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.isolator.audio.Counted;
import dev.isolator.cli.ChildJvm;
import dev.isolator.server.log.Log;
import dev.isolator.server.request.SeparationRequest;
import dev.isolator.server.request.StemFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Starts a worker process, and waits until it has ended or has to be ended.
///
/// The process has the JVM, the class path and the native libraries of this one, and a heap of its
/// own. Its time and memory and the monitor's cancellation are checked every [#POLL_MILLIS]. Any
/// thread; each call starts one process.
public final class WorkerProcess {
  private static final Log LOG = Log.of(WorkerProcess.class);
  private static final Gson GSON = new Gson();
  private static final int MAX_LOGGED_BYTES = 4000;
  private static final int POLL_MILLIS = 200;
  private static final int EXIT_OUT_OF_MEMORY = 3;
  private static final int MAX_LINE_CHARS = 1 << 20;

  private final WorkerLimits limits;
  private final String voiceModel;

  /// @param voiceModel what says where somebody sings, as in `SeparatorOptions`
  public WorkerProcess(WorkerLimits limits, String voiceModel) {
    this.limits = limits;
    this.voiceModel = voiceModel;
  }

  /// Separates a song.
  ///
  /// @param output an empty folder for what is made; the process works in it
  /// @param request with `name@version` as its model
  public WorkerOutcome separate(
      Path input, Path output, SeparationRequest request, SongLimits songs, ProgressMonitor monitor)
      throws IOException, InterruptedException {
    var command =
        new WorkerCommand.Separate(
            input.toAbsolutePath().toString(),
            output.toAbsolutePath().toString(),
            request,
            songs,
            limits.threads(),
            voiceModel);
    return run(new WorkerCommand(command, null), output, limits.separateSeconds(), monitor);
  }

  /// Writes a stem in another format.
  ///
  /// @param output the file to write, alone in its folder
  public WorkerOutcome transcode(
      Path input, Path output, StemFormat format, ProgressMonitor monitor)
      throws IOException, InterruptedException {
    Path folder = output.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("output must be in a folder, was " + output);
    }
    var command = WorkerCommand.Transcode.of(input, output, format);
    return run(new WorkerCommand(null, command), folder, limits.transcodeSeconds(), monitor);
  }

  private WorkerOutcome run(
      WorkerCommand command, Path folder, int seconds, ProgressMonitor monitor)
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
        send(process, command);
      } catch (IOException e) {
        // It ended before it read its command; its exit code and its last output say why, below.
      }
      var output = new OutputReader(process);
      WorkerOutcome early = supervise(process, seconds, monitor, output);
      return early != null ? early : ended(process.exitValue(), output, errors);
    } finally {
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS); // its files must be closed before they are removed
      Files.deleteIfExists(errors);
      remove(temporary);
    }
  }

  /// Removes what libraries unpacked and a killed process had no time to remove.
  private static void remove(Path temporary) throws IOException {
    try (var files = Files.walk(temporary)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void send(Process process, WorkerCommand command) throws IOException {
    // Stays open: its end tells the worker that this server is dead.
    Writer in = process.outputWriter(StandardCharsets.UTF_8);
    in.write(GSON.toJson(command));
    in.write('\n');
    in.flush();
  }

  private @Nullable WorkerOutcome supervise(
      Process process, int seconds, ProgressMonitor monitor, OutputReader output)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    double reported = 0;
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      if (monitor.isCancelled()) {
        return new WorkerOutcome.Cancelled();
      }
      if (System.nanoTime() - deadline > 0) {
        return new WorkerOutcome.Failed(
            "timeout",
            "This song took longer than the %s that a job may take; try a part of it."
                .formatted(Counted.of(seconds, "second")));
      }
      if (ChildJvm.residentMegabytes(process.pid()) > limits.memoryMegabytes()) {
        return new WorkerOutcome.Failed(
            "memory",
            "This song needs more than the %d MB of memory that a job may have; try a part of it."
                .formatted(limits.memoryMegabytes()));
      }
      if (output
          .isBroken()) { // nobody would take its messages any more, and it would wait for ever
        return new WorkerOutcome.Failed(
            "crash", "The server could not read what its process said of this song; try it again.");
      }
      if (output.progress() > reported) {
        reported = output.progress();
        monitor.progressed(reported);
      }
    }
    output.await();
    return null;
  }

  private WorkerOutcome ended(int exit, OutputReader output, Path errors) {
    WorkerOutcome outcome = output.outcome().orElseGet(() -> crashed(exit));
    if (outcome instanceof WorkerOutcome.Failed failed && failed.kind().equals("crash")) {
      LOG.warn("worker broke down", "exit", exit, "said", lastOutput(errors));
    }
    return outcome;
  }

  private WorkerOutcome crashed(int exit) {
    return exit == EXIT_OUT_OF_MEMORY
        ? new WorkerOutcome.Failed(
            "memory",
            "This song needs more than the %d MB of heap that a job may have; try a part of it."
                .formatted(limits.heapMegabytes()))
        : new WorkerOutcome.Failed(
            "crash",
            "The process that took this song apart broke down (exit code %d); the server goes on."
                .formatted(exit));
  }

  private static String lastOutput(Path errors) {
    try (var file = new RandomAccessFile(errors.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - MAX_LOGGED_BYTES));
      var words = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(words);
      return new String(words, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "what it said cannot be read: " + e;
    }
  }

  private List<String> command(Path temporary) {
    // The options that say where native libraries are, and those that make the start quicker, which
    // takes half of a short song's time. The cache of linked classes is valid for the same class
    // path.
    var command =
        ChildJvm.command(
            limits.heapMegabytes(),
            "-D(onnxruntime|org[.]bytedeco|java[.]library|isolator[.]worker)[.].*"
                + "|-XX:(AOTCache|TieredStopAtLevel)=.*",
            List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-Djava.io.tmpdir=" + temporary));
    command.add(Worker.class.getName());
    return command;
  }

  /// Reads a process's messages from its standard output as they come, to the end: a process whose
  /// output nobody reads stands still. Lines that are no messages are passed over; native libraries
  /// and the JVM print such.
  private static final class OutputReader {
    private final Thread thread;
    private volatile double progress;
    private volatile boolean broken;
    private volatile @Nullable WorkerOutcome outcome;

    OutputReader(Process process) {
      var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      thread = Thread.ofVirtual().name("worker-output").start(() -> read(out));
    }

    private void read(Reader out) {
      var line = new StringBuilder();
      try {
        for (int c; (c = out.read()) >= 0; ) {
          if (c == '\n') {
            take(line.toString());
            line.setLength(0);
          } else if (line.length() < MAX_LINE_CHARS) { // what is longer is no message
            line.append((char) c);
          }
        }
      } catch (IOException e) {
        LOG.info("output of a worker ended early", "error", e.getMessage()); // it was ended
      } catch (RuntimeException | Error e) {
        LOG.error("output of a worker could not be read", e);
        broken = true;
      }
    }

    private void take(String line) {
      WorkerMessage message;
      try {
        message = GSON.fromJson(line, WorkerMessage.class);
      } catch (JsonParseException e) {
        return;
      }
      if (message == null) {
        return; // an empty line
      }
      if (message.done() != null) {
        outcome = message.done();
      } else if (message.failed() != null) {
        outcome = message.failed();
      } else if (message.progress() != null) {
        progress = message.progress();
      }
    }

    double progress() {
      return progress;
    }

    boolean isBroken() {
      return broken;
    }

    void await() throws InterruptedException {
      thread.join(10_000);
    }

    Optional<WorkerOutcome> outcome() {
      return Optional.ofNullable(outcome);
    }
  }
}
