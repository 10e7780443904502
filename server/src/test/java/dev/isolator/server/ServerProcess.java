package dev.isolator.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A server as people start it: `isolator serve`, in a process of its own.
///
/// @param address where it listens
/// @param errors what it writes on standard error
record ServerProcess(Process process, URI address, Path errors) implements AutoCloseable {

  /// Starts one with a data folder, and waits until it says where it listens.
  static ServerProcess start(Path data, Map<String, String> settings) throws IOException {
    return start(data, settings, System.getProperty("java.class.path"), Map.of());
  }

  /// The same with another class path and more variables of the environment.
  static ServerProcess start(
      Path data, Map<String, String> settings, String classPath, Map<String, String> environment)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of(
            "-cp", classPath, "dev.isolator.cli.Isolator", "serve", "--port=0", "--data=" + data));
    settings.forEach(
        (key, value) -> {
          command.add("--set");
          command.add(key + "=" + value);
        });
    for (var setting :
        List.of(
            "storage.min-free-bytes=0",
            "worker.threads=1",
            "worker.heap-mb=256",
            "worker.voice-model=own")) {
      command.add("--set");
      command.add(setting);
    }
    Path errors = data.resolve("server-%d.log".formatted(System.nanoTime()));
    var builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new ServerProcess(process, URI.create(String.valueOf(out.readLine())), errors);
  }

  /// Kills it, if it still runs.
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
