package dev.isolator.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// The folder that the program, or a plug-in of it, starts from. Flat, nothing to unpack at start,
/// nothing of other systems:
///
/// | file           | what                                                          |
/// |----------------|---------------------------------------------------------------|
/// | `*.jar`        | the classes                                                   |
/// | `classpath`    | the names of the jars in their order, a line each             |
/// | `native/`      | the native libraries of this system, out of their jars        |
/// | `jvm.options`, `start.sh`, `start.cmd` | of the program only: see there       |
/// | `jvm.options`, `environment` | a plug-in's: options and variables that its JVM needs besides, from its `src/main/launcher` |
/// | `isolator.aot` | what the JVM keeps of a training run, see [AotCache]          |
///
/// Files are replaced one by one, atomically, and only where they differ, so that a program that is
/// running from the folder is not disturbed.
final class AppFolder {
  /// Parts of FFmpeg that filter sound, read cameras and scale pictures; the program does not use
  /// them.
  private static final Pattern NEVER_LOADED =
      Pattern.compile("(lib)?(jni)?(avfilter|avdevice|swscale)\\b.*");

  private static final Pattern LIBRARY = Pattern.compile(".*\\.(so|so\\.[0-9.]+|dylib|dll)");

  /// When JavaCPP unpacks this library itself, it gives it a second name, under which other
  /// libraries load it.
  private static final Pattern OPENBLAS =
      Pattern.compile("(lib)?openblas\\.(so\\.0|0\\.dylib|dll)");

  private static final String ONNX_RUNTIME = "ai/onnxruntime/native/";

  private final Path folder;
  private final Platform platform;
  private final Set<Path> written = new LinkedHashSet<>();
  private final List<String> classpath = new ArrayList<>();
  private boolean changed;

  private AppFolder(Path folder, Platform platform) {
    this.folder = folder;
    this.platform = platform;
  }

  /// Makes or renews the program's folder, with what starts it, from what Maven has built in
  /// `root`.
  ///
  /// @return whether anything in it differs from before
  static boolean ofProgram(Path root, Path folder, Platform platform) throws IOException {
    var app = new AppFolder(folder, platform);
    app.assemble(jarsOf(root, "cli"));
    for (var file : List.of("jvm.options", "start.sh", "start.cmd")) {
      app.write(file, Files.readAllBytes(root.resolve("launcher").resolve(file)));
    }
    return app.changed;
  }

  /// Makes or renews the folder of a plug-in: what its module needs beyond the program.
  static void ofPlugin(Path root, String module, Path folder, Platform platform)
      throws IOException {
    var jars = new ArrayList<>(jarsOf(root, module));
    var program = jarsOf(root, "cli").stream().map(Path::getFileName).toList();
    jars.removeIf(jar -> program.contains(jar.getFileName()));
    var app = new AppFolder(folder, platform);
    app.assemble(jars);
    for (var file : List.of("jvm.options", "environment")) {
      var own = root.resolve(module).resolve("src/main/launcher").resolve(file);
      app.write(file, Files.exists(own) ? Files.readAllBytes(own) : new byte[0]);
    }
  }

  private static List<Path> jarsOf(Path root, String module) throws IOException {
    var target = root.resolve(module).resolve("target");
    var jars = new ArrayList<Path>();
    jars.add(
        target.resolve("isolator-" + module + ".jar")); // Maven lists what it needs, not itself
    jars.addAll(listedIn(target.resolve("app.classpath")));
    var provided =
        target.resolve("provided.classpath"); // what a cluster brings, and a laptop lacks
    if (Files.exists(provided)) {
      listedIn(provided).stream().filter(jar -> !jars.contains(jar)).forEach(jars::add);
    }
    return jars;
  }

  /// The jars that Maven's dependency plugin has listed in `file`.
  static List<Path> listedIn(Path file) throws IOException {
    return Arrays.stream(Files.readString(file, UTF_8).strip().split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  private void assemble(List<Path> jars) throws IOException {
    Files.createDirectories(folder.resolve("native"));
    for (var jar : jars) {
      add(jar);
    }
    write("classpath", String.join("\n", classpath).concat("\n").getBytes(UTF_8));
    removeOthers();
  }

  private void add(Path jar) throws IOException {
    var name = jar.getFileName().toString();
    try (var zip = new ZipFile(jar.toFile())) {
      if (name.endsWith(
          "-" + platform.name() + ".jar")) { // JavaCPP's: native code and nothing else
        unpackLibraries(zip, "/" + platform.name() + "/");
      } else if (zip.getEntry(ONNX_RUNTIME) != null) { // for five systems, 54 MB
        unpackLibraries(zip, ONNX_RUNTIME + platform.onnxRuntime() + "/");
        classpath.add(name);
        write(name, without(ONNX_RUNTIME, zip));
      } else {
        classpath.add(name);
        write(name, Files.readAllBytes(jar));
      }
    }
  }

  private void unpackLibraries(ZipFile zip, String place) throws IOException {
    for (var entry : zip.stream().toList()) {
      var name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
      if (entry.getName().contains(place)
          && LIBRARY.matcher(name).matches()
          && !NEVER_LOADED.matcher(name).matches()) {
        try (var in = zip.getInputStream(entry)) {
          write("native/" + name, in, entry.getSize());
        }
        if (OPENBLAS.matcher(name).matches()) {
          try (var in = zip.getInputStream(entry)) {
            write("native/" + name.replace("openblas", "openblas_nolapack"), in, entry.getSize());
          }
        }
      }
    }
  }

  /// The jar without a folder of it. Keeps the entries' times, so that the same jar gives the same
  /// bytes.
  private static byte[] without(String prefix, ZipFile zip) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      for (var entry : zip.stream().filter(e -> !e.getName().startsWith(prefix)).toList()) {
        var copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        try (var in = zip.getInputStream(entry)) {
          in.transferTo(out);
        }
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private void write(String name, byte[] content) throws IOException {
    var file = folder.resolve(name);
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      claim(file);
    } else {
      write(name, new ByteArrayInputStream(content), -1);
    }
  }

  /// @param size what a file that is there already must have to be left alone; -1 replaces it
  private void write(String name, InputStream content, long size) throws IOException {
    var file = folder.resolve(name);
    if (!Files.exists(file) || Files.size(file) != size) {
      AtomicCopy.of(content, file);
      changed = true;
    }
    claim(file);
  }

  /// Notes that the file belongs here.
  private void claim(Path file) throws IOException {
    if (!written.add(file)) {
      throw new IOException(file + ": two jars bring a file of this name; one must be renamed");
    }
  }

  private void removeOthers() throws IOException {
    for (var place : List.of(folder, folder.resolve("native"))) {
      List<Path> files;
      try (var list = Files.list(place)) {
        files = list.filter(Files::isRegularFile).toList();
      }
      for (var file : files) {
        if (file.toString().endsWith(AtomicCopy.SUFFIX)) { // of a build that was killed
          Files.delete(file);
          continue;
        }
        var ours = !place.equals(folder) || file.toString().endsWith(".jar");
        if (ours && !written.contains(file)) {
          Files.delete(file);
          changed = true;
        }
      }
    }
  }
}
