package dev.isolator.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process with the JVM, the class path and the native libraries of this one, and a heap of its
/// own: what a song or a training may not take along when it breaks down runs in such. Any thread.
public final class ChildJvm {
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djava.awt.headless=true");

  private ChildJvm() {}

  /// The words that start it, up to the name of the main class, which comes next. The class path is
  /// absolute: the process may work in another folder.
  ///
  /// @param heapMegabytes the most that its heap takes
  /// @param inherited pattern of the options of this process that it gets too; those of the heap
  ///   are none
  /// @param more options
  public static List<String> command(int heapMegabytes, String inherited, List<String> more) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    command.addAll(OPTIONS);
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.matches(inherited)) {
        command.add(argument);
      }
    }
    command.addAll(more);
    command.add("-cp");
    command.add(absolute(System.getProperty("java.class.path")));
    return command;
  }

  private static String absolute(String classPath) {
    var parts = new ArrayList<String>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, parts);
  }

  /// What a process has in memory (resident set size), in units of 2²⁰ bytes; 0 where the system
  /// does not tell, or the process has just ended.
  public static long residentMegabytes(long pid) {
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
