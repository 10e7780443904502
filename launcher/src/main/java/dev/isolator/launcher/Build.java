package dev.isolator.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Builds the program, or a plug-in of it, for the launcher: Maven, then [AppFolder], then
/// [AotCache]. Prints each step on standard output; Maven's own output goes to
/// `target/launcher.log`.
///
/// Only one build at a time runs in a checkout: a second one waits for the first and then ends, and
/// the launcher checks again whether anything must be built.
public final class Build {
  /// Maven's line at the start of a module: "[INFO] Building Isolator core 0.1.0 [2/5]".
  private static final Pattern MODULE =
      Pattern.compile("\\[INFO] Building Isolator ([a-z ]*[a-z]) +[0-9].*");

  private final Path root;
  private final Path log;

  private Build(Path root) {
    this.root = root;
    this.log = root.resolve("target/launcher.log");
  }

  /// Builds, or waits for another build.
  ///
  /// @param args the repository's root, and the module of a plug-in if one is to be built
  public static void main(String[] args) throws InterruptedException {
    try {
      var build = new Build(Path.of(args[0]));
      build.alone(args.length > 1 ? List.of("cli", args[1]) : List.of("cli"));
    } catch (IOException | IllegalStateException e) {
      System.out.println("isolator: not built. " + e.getMessage());
      System.exit(1);
    }
  }

  private void alone(List<String> modules) throws IOException, InterruptedException {
    Files.createDirectories(log.getParent());
    var create = StandardOpenOption.CREATE;
    try (var file =
        FileChannel.open(root.resolve(".mvn/launcher.lock"), create, StandardOpenOption.WRITE)) {
      var lock = file.tryLock();
      if (lock == null) {
        say("another isolator is building here; waiting for it");
        file.lock();
      } else {
        build(modules);
      }
    }
  }

  private void build(List<String> modules) throws IOException, InterruptedException {
    var start = Instant.now();
    var first = Files.notExists(root.resolve("cli/target/app/built"));
    say(
        first
            ? "building the program, once; the libraries it needs (100 MB) are fetched on the way"
            : "building what changed");
    maven(modules);

    var platform = Platform.current();
    var changed = AppFolder.ofProgram(root, app("cli"), platform);
    for (var module : modules.subList(1, modules.size())) {
      AppFolder.ofPlugin(root, module, app(module), platform);
    }
    listCommands();
    train(changed, platform);
    for (var module : modules) {
      mark(app(module).resolve("built"), start);
    }
    say("built in " + Duration.between(start, Instant.now()).toSeconds() + " s");
  }

  private void train(boolean changed, Platform platform) throws IOException, InterruptedException {
    var home = System.getProperty("java.home");
    var jdk = app("cli").resolve("jdk");
    var sameJvm = Files.exists(jdk) && Files.readString(jdk, UTF_8).strip().equals(home);
    if (changed || !sameJvm || Files.notExists(app("cli").resolve("isolator.aot"))) {
      say("training the JVM's cache for fast starts");
      var java = Path.of(home, "bin", platform.executable("java"));
      if (!AotCache.train(java, app("cli"), log)) {
        say("that failed (see " + log + "); the program works, but starts more slowly");
      }
      Files.writeString(jdk, home + "\n", UTF_8);
    }
  }

  /// Lists the commands whose modules are in the checkout, for the help to name.
  private void listCommands() throws IOException {
    var present = new ArrayList<String>();
    for (var line : Files.readAllLines(root.resolve("launcher/commands"), UTF_8)) {
      var fields = line.split("\t", -1);
      if (fields.length == 3 && Files.exists(root.resolve(fields[1]).resolve("pom.xml"))) {
        present.add(line);
      }
    }
    present.add("image\tlauncher\tPack the program as one archive that needs no Java.");
    Files.write(app("cli").resolve("commands"), present, UTF_8);
  }

  private Path app(String module) {
    return root.resolve(module).resolve("target/app");
  }

  private void maven(List<String> modules) throws IOException, InterruptedException {
    var windows = System.getProperty("os.name").startsWith("Windows");
    var wrapper = root.resolve(windows ? "mvnw.cmd" : "mvnw").toString();
    var goals =
        List.of("-B", "-pl", String.join(",", modules), "-am", "package", "-Dmaven.test.skip=true");
    var command = new ArrayList<>(List.of(wrapper));
    command.addAll(goals);
    var process =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true).start();
    var errors = new ArrayList<String>();
    try (var out = process.inputReader(UTF_8);
        var copy = Files.newBufferedWriter(log, UTF_8)) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        copy.append(line).append('\n');
        var module = MODULE.matcher(line);
        if (module.matches()) {
          say("  " + module.group(1));
        } else if (line.startsWith("[ERROR]") && errors.size() < 8) {
          errors.add(line.substring("[ERROR]".length()).strip());
        }
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException(
          "Maven failed (%s):%n  %s"
              .formatted(log, String.join(System.lineSeparator() + "  ", errors)));
    }
  }

  /// Writes the empty file whose time the launcher compares with those of the sources.
  private static void mark(Path file, Instant time) throws IOException {
    Files.write(file, new byte[0]);
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private static void say(String line) {
    System.out.println("isolator: " + line);
  }
}
