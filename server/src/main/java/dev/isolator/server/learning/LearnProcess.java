package dev.isolator.server.learning;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// `isolator learn` in a process of its own, behind all others on this machine. It ends when its
/// standard input does, which is when the server dies.
///
/// @param options where the program and the folder are
record LearnProcess(LearningOptions options) {
  private static final int POLL_MILLIS = 500;
  private static final int PATIENCE_SECONDS = 60;
  private static final int LAST_BYTES = 4000;

  /// How it ended.
  ///
  /// @param exit code
  /// @param said the last line of its output
  /// @param ended whether it was told to end before it was done
  record Ending(int exit, String said, boolean ended) {}

  /// Runs it to its end.
  ///
  /// @param words behind `isolator learn`
  /// @param who for the history
  /// @param ends asked twice a second whether it is to end early
  Ending run(List<String> words, String who, BooleanSupplier ends)
      throws IOException, InterruptedException {
    Path log = Files.createDirectories(options.folder().resolve("log")).resolve("learn.txt");
    var command = new ArrayList<String>();
    Path nice = Path.of("/usr/bin/nice");
    if (Files.isExecutable(nice)) {
      command.addAll(List.of(nice.toString(), "-n", "15"));
    }
    command.add(options.program());
    command.add("learn");
    command.addAll(words);
    command.addAll(List.of("--learn", options.folder().toString(), "--who", who, "--with-parent"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    boolean ended = false;
    try {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        if (ends.getAsBoolean()) {
          ended = true;
          process.getOutputStream().close(); // it saves, and ends
          process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
          break;
        }
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS);
    }
    return new Ending(process.exitValue(), lastLine(log), ended);
  }

  private static String lastLine(Path log) throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - LAST_BYTES));
      var bytes = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(bytes);
      var lines = new String(bytes, StandardCharsets.UTF_8).strip().lines().toList();
      return lines.isEmpty() ? "it said nothing" : lines.getLast().replaceFirst("^isolator: ", "");
    }
  }
}
