package dev.isolator.live.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs that a test starts: `isolator live`, and others that find the same JACK server. Every
/// wait has an end; what still runs when the test is over is killed.
final class LivePrograms implements AutoCloseable {
  /// As the launcher has them. Programs run for seconds: what compiles well takes longer than it
  /// saves.
  private static final List<String> OPTIONS =
      List.of(
          "@../launcher/jvm.options", "@src/main/launcher/jvm.options", "-XX:TieredStopAtLevel=1");

  private final String server;
  private final List<Process> started = new ArrayList<>();

  /// @param server that programs find by `JACK_DEFAULT_SERVER`; it need not be there
  LivePrograms(String server) {
    this.server = server;
  }

  /// Starts `isolator live`, with a model that costs nothing unless the arguments name one.
  ///
  /// @param errors gets what it says
  Process live(Path errors, String... arguments) throws IOException {
    var all = new ArrayList<>(List.of("live"));
    all.addAll(LiveFiles.withModel(arguments));
    return start(errors, "dev.isolator.cli.Isolator", all.toArray(String[]::new));
  }

  /// Starts a class' main method.
  Process start(Path errors, String mainClass, String... arguments) throws IOException {
    var command = java(OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("JACK_DEFAULT_SERVER", server);
    var program = builder.start();
    started.add(program);
    return program;
  }

  /// The flags of the JVM that runs them, as it prints them.
  String flags() throws IOException {
    var command = java(OPTIONS);
    command.addAll(List.of("-XX:+PrintFlagsFinal", "-version"));
    var program = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(program);
    return new String(program.getInputStream().readAllBytes(), UTF_8);
  }

  private static List<String> java(List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    return command;
  }

  /// Ctrl-C.
  static void interrupt(Process program) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(program.pid())).start().waitFor();
  }

  /// Waits until a file has a text, or a minute is over.
  static void await(Path file, String text) throws IOException, InterruptedException {
    await(file, text, 1);
  }

  /// Waits until a file has a text so many times, or a minute is over.
  static void await(Path file, String text, int times) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(file) || Files.readString(file).split(text, -1).length <= times) {
      if (System.nanoTime() > end) {
        fail("no \"%s\" in %s: %s".formatted(text, file, Files.readString(file)));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /// Waits for a program's end, or ends it after a minute and says what its threads wait for.
  static int exitOf(Process program) throws IOException, InterruptedException {
    if (!program.waitFor(60, TimeUnit.SECONDS)) {
      String threads = threadsOf(program);
      program.destroyForcibly();
      fail("it did not end within a minute: " + threads);
    }
    return program.exitValue();
  }

  private static String threadsOf(Process program) throws IOException, InterruptedException {
    var dump = Files.createTempFile("isolator-threads", ".txt");
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(program.pid()), "Thread.print")
        .redirectErrorStream(true)
        .redirectOutput(dump.toFile())
        .start()
        .waitFor(10, TimeUnit.SECONDS);
    return Files.readString(dump);
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
