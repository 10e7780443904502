package dev.isolator.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.zip.ZipFile;

/// The program as one archive for this system that needs no Java: unpack it anywhere, start
/// `isolator`.
///
/// ```
/// isolator-0.1.0-linux-x86_64/
///   isolator            what the user starts (isolator.cmd on Windows)
///   app/                jars, native libraries, AOT cache: see AppFolder
///   runtime/            the modules of the JDK that the jars need, by jlink
///   LICENSE NOTICE      licences/ holds the licence texts of the libraries
/// ```
///
/// The AOT cache is made by the image's own JVM. It is valid wherever the image is unpacked, as
/// long as the jars keep their modification times, to the second; archives keep them.
public final class Image {
  /// Jars that refer to modules of the JDK which they do not need here: Gson to java.sql,
  /// annotations to the compiler.
  private static final Set<String> MODULES_NOT_NEEDED =
      Set.of("gson", "error_prone_annotations", "jspecify", "ffmpeg");

  private final Path root;
  private final Path folder;
  private final Platform platform;

  private Image(Path root, Path folder, Platform platform) {
    this.root = root;
    this.folder = folder;
    this.platform = platform;
  }

  /// Makes the archive in `launcher/target/` and prints its path and size.
  ///
  /// @param args the repository's root, where the program's folder has been built
  public static void main(String[] args) throws InterruptedException {
    try {
      var root = Path.of(args[0]);
      var archive = of(root, root.resolve("cli/target/app"), root.resolve("launcher/target"));
      System.out.printf("%s: %d MB%n", archive, Math.round(Files.size(archive) / 1e6));
    } catch (IOException | IllegalStateException e) {
      System.err.println("isolator: no image. " + e.getMessage());
      System.exit(1);
    }
  }

  /// Makes the image of a program's folder.
  ///
  /// @param root the repository, for the licences and the start script
  /// @param target gets the image as a folder, and the archive of it
  /// @return the archive
  static Path of(Path root, Path app, Path target) throws IOException, InterruptedException {
    var platform = Platform.current();
    var name = "isolator-" + version(app.resolve("isolator-cli.jar")) + "-" + platform.name();
    var image = new Image(root, target.resolve(name), platform);
    if (Files.exists(image.folder)) {
      FileTree.delete(image.folder);
    }
    Files.createDirectories(image.folder);
    image.link(image.modules(app));
    image.copyApp(app);
    image.copyLicences(app);
    image.train(target.resolve("image.log"));
    if (platform.windows()) {
      return Archive.zip(image.folder, target.resolve(name + ".zip"));
    }
    return Archive.tarGz(image.folder, target.resolve(name + ".tar.gz"));
  }

  private static String version(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue("Implementation-Version");
    }
  }

  /// The modules of the JDK that the jars need, by their classes: the jars' own lists of modules
  /// name some that are never used.
  private Set<String> modules(Path app) throws IOException {
    var classes = Files.createTempDirectory("isolator-classes");
    try {
      for (var name : Files.readAllLines(app.resolve("classpath"), UTF_8)) {
        if (!MODULES_NOT_NEEDED.contains(name.replaceFirst("-[0-9].*", ""))) {
          unpackClasses(app.resolve(name), classes);
        }
      }
      var options = List.of("--print-module-deps", "--ignore-missing-deps", "-q");
      var command = new ArrayList<>(options);
      command.add(classes.toString());
      return new TreeSet<>(List.of(run("jdeps", command).strip().split(",")));
    } finally {
      FileTree.delete(classes);
    }
  }

  private static void unpackClasses(Path jar, Path folder) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().toList()) {
        var name = entry.getName();
        var file = folder.resolve(name).normalize();
        if (name.endsWith(".class")
            && !name.startsWith("META-INF/")
            && !name.equals("module-info.class")
            && file.startsWith(folder)) {
          Files.createDirectories(folder.resolve(name.substring(0, name.lastIndexOf('/') + 1)));
          try (var in = zip.getInputStream(entry)) {
            Files.copy(in, file);
          }
        }
      }
    }
  }

  private void link(Set<String> modules) throws IOException {
    var command =
        List.of(
            "--add-modules",
            String.join(",", modules),
            "--strip-java-debug-attributes",
            "--no-man-pages",
            "--no-header-files",
            "--compress=zip-6",
            "--output",
            folder.resolve("runtime").toString());
    run("jlink", command);
    var java = platform.executable("java");
    try (var tools = Files.list(folder.resolve("runtime/bin"))) {
      for (var tool : tools.toList()) {
        var file = tool.getFileName().toString();
        if (!file.equals(java) && (!platform.windows() || file.endsWith(".exe"))) {
          FileTree.delete(tool);
        }
      }
    }
  }

  private static String run(String tool, List<String> command) throws IOException {
    var output = new ByteArrayOutputStream();
    var print = new PrintStream(output, true, UTF_8);
    var found =
        ToolProvider.findFirst(tool)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "%s: this JDK has no %s; take a full one from https://adoptium.net"
                            .formatted(System.getProperty("java.home"), tool)));
    if (found.run(print, print, command.toArray(String[]::new)) != 0) {
      throw new IOException(tool + " failed: " + output.toString(UTF_8).strip());
    }
    return output.toString(UTF_8);
  }

  private void copyApp(Path app) throws IOException {
    var to = folder.resolve("app");
    Files.createDirectories(to.resolve("native"));
    var windows = platform.windows();
    var names = new ArrayList<>(Files.readAllLines(app.resolve("classpath"), UTF_8));
    names.addAll(List.of("classpath", "jvm.options", windows ? "start.cmd" : "start.sh"));
    try (var libraries = Files.list(app.resolve("native"))) {
      libraries.forEach(library -> names.add("native/" + library.getFileName()));
    }
    for (var name : names) {
      Files.copy(app.resolve(name), to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
    var script = folder.resolve(windows ? "isolator.cmd" : "isolator");
    Files.copy(root.resolve(windows ? "launcher/image.cmd" : "launcher/image.sh"), script);
    if (!windows && !script.toFile().setExecutable(true, false)) {
      throw new IOException(script + ": cannot be made executable");
    }
  }

  /// Copies our licence, the texts kept in the repository, and those in the jars.
  private void copyLicences(Path app) throws IOException {
    Files.copy(root.resolve("LICENSE"), folder.resolve("LICENSE"));
    Files.copy(root.resolve("NOTICE"), folder.resolve("NOTICE"));
    var to = Files.createDirectories(folder.resolve("licences"));
    try (var texts = Files.list(root.resolve("launcher/licences"))) {
      for (var text : texts.toList()) {
        Files.copy(text, to.resolve(text.getFileName()));
      }
    }
    for (var jar : Files.readAllLines(app.resolve("classpath"), UTF_8)) {
      try (var zip = new ZipFile(app.resolve(jar).toFile())) {
        for (var entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
          var name = entry.getName().replaceFirst("^META-INF/", "");
          if (name.matches("(?i)(LICEN[SC]E|NOTICE|ThirdPartyNotices)[^/]*")) {
            try (var in = zip.getInputStream(entry)) {
              Files.copy(in, to.resolve(jar.replaceFirst("\\.jar$", "-") + name));
            }
          }
        }
      }
    }
  }

  private void train(Path log) throws IOException, InterruptedException {
    Files.deleteIfExists(log);
    var java = folder.resolve("runtime/bin").resolve(platform.executable("java"));
    if (!AotCache.train(java, folder.resolve("app"), log)) {
      throw new IOException("the image's program does not run; its output is in " + log);
    }
  }
}
