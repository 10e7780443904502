package dev.isolator.cli;

import dev.isolator.audio.AudioLibrary;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.model.OnnxRuntime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// The checks of `isolator doctor`, one finding each.
final class Diagnostics {
  /// Less free space than this may not hold the temporary stems of one song in float.
  private static final long LITTLE_SPACE = 1L << 30;

  private final List<Finding> findings = new ArrayList<>();

  private Diagnostics() {}

  /// The result of a check.
  enum State {
    GOOD,
    POOR,
    BAD
  }

  /// @param code the exit code if the state is `BAD`
  record Finding(String topic, State state, String text, ExitCode code) {}

  static List<Finding> ofThisMachine() {
    var diagnostics = new Diagnostics();
    diagnostics.program();
    diagnostics.machine();
    diagnostics.libraries();
    diagnostics.models();
    diagnostics.folders();
    return List.copyOf(diagnostics.findings);
  }

  private void add(String topic, State state, String text) {
    findings.add(new Finding(topic, state, text, ExitCode.INTERNAL));
  }

  private void program() {
    add("isolator", State.GOOD, Version.brief());
    add(
        "java",
        State.GOOD,
        "%s, %s, %s"
            .formatted(Runtime.version(), property("java.vm.vendor"), property("java.home")));
    var flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    add("java flags", State.GOOD, flags.isEmpty() ? "none" : String.join(" ", flags));
    startCache(flags);
    boolean unicode = property("sun.jnu.encoding").toUpperCase(Locale.ROOT).startsWith("UTF");
    boolean windows = property("os.name").startsWith("Windows");
    add(
        "file names",
        unicode || windows ? State.GOOD : State.POOR,
        property("sun.jnu.encoding")
            + (unicode || windows ? "" : "; names in other letters fail: set LC_ALL=C.UTF-8"));
  }

  /// The launcher's cache of loaded classes, which saves about half of a start.
  private void startCache(List<String> flags) {
    var flag = "-XX:AOTCache=";
    var cache = flags.stream().filter(f -> f.startsWith(flag)).findFirst().orElse(flag);
    var file = Path.of(cache.substring(flag.length()));
    boolean there = Files.isRegularFile(file);
    add(
        "start cache",
        there ? State.GOOD : State.POOR,
        there ? file.toString() : "none; the launcher makes one, and starts are faster then");
  }

  private void machine() {
    add(
        "system",
        State.GOOD,
        "%s %s, %s".formatted(property("os.name"), property("os.version"), property("os.arch")));
    add("processors", State.GOOD, Integer.toString(Runtime.getRuntime().availableProcessors()));
    var memory = "heap up to " + size(Runtime.getRuntime().maxMemory());
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      memory =
          "%s, %s free, %s"
              .formatted(
                  size(system.getTotalMemorySize()), size(system.getFreeMemorySize()), memory);
    }
    add("memory", State.GOOD, memory);
  }

  private void libraries() {
    library(
        "FFmpeg",
        () -> {
          var ffmpeg = AudioLibrary.inUse();
          return "%s, %s, from %s".formatted(ffmpeg.version(), ffmpeg.licence(), ffmpeg.folder());
        });
    library(
        "ONNX Runtime",
        () ->
            "%s, from %s"
                .formatted(
                    OnnxRuntime.version(),
                    System.getProperty(
                        "onnxruntime.native.path", "its jar, unpacked at every start")));
    library("accelerators", () -> String.join(", ", OnnxRuntime.providers()));
  }

  private void library(String topic, Supplier<String> description) {
    try {
      add(topic, State.GOOD, description.get());
    } catch (LinkageError | RuntimeException e) {
      add(topic, State.BAD, "cannot be loaded: " + e);
    }
  }

  private void models() {
    var catalogue = ModelCatalogue.open();
    try {
      for (var model : catalogue.list()) {
        var card = model.card();
        var name = "%s@%s, %s".formatted(card.name(), card.version(), model.location());
        try {
          catalogue.verify(model);
          findings.add(new Finding("model", State.GOOD, name + ", sound", ExitCode.OK));
        } catch (ModelException e) {
          findings.add(
              new Finding("model", State.BAD, String.valueOf(e.getMessage()), ExitCode.MODEL));
        } catch (LinkageError e) {
          findings.add(new Finding("model", State.BAD, name + ", cannot be run", ExitCode.MODEL));
        }
      }
    } catch (ModelException e) {
      findings.add(
          new Finding("models", State.BAD, String.valueOf(e.getMessage()), ExitCode.MODEL));
    }
    var folder = catalogue.folder();
    add(
        "your models",
        State.GOOD,
        folder + (Files.isDirectory(folder) ? "" : " (made when a model is added)"));
  }

  private void folders() {
    folder("temporary", Path.of(property("java.io.tmpdir")));
    folder("here", Path.of("").toAbsolutePath());
  }

  private void folder(String topic, Path folder) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      boolean writable = Files.isWritable(folder);
      add(
          topic,
          writable && free >= LITTLE_SPACE ? State.GOOD : State.POOR,
          "%s, %s free%s".formatted(folder, size(free), writable ? "" : ", may not be written"));
    } catch (IOException e) {
      add(topic, State.POOR, "%s: cannot be looked at: %s".formatted(folder, e.getMessage()));
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "?");
  }

  private static String size(long bytes) {
    return bytes < 10L << 30
        ? "%d MiB".formatted(bytes >> 20)
        : "%.1f GiB".formatted(bytes / 1073741824.0);
  }
}
