package dev.isolator.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppFolderTest {
  private static final Platform LINUX = Platform.of("Linux", "amd64");

  @TempDir Path root;
  private Path app = Path.of("");

  @BeforeEach
  void aCheckoutThatMavenHasBuilt() throws IOException {
    app = root.resolve("cli/target/app");
    Files.createDirectories(root.resolve("launcher"));
    for (var file : List.of("jvm.options", "start.sh", "start.cmd")) {
      Files.writeString(root.resolve("launcher").resolve(file), file);
    }
    built("cli", "isolator-cli", List.of("Main.class"));
    jar("ffmpeg-1", List.of("ffmpeg.class"));
    jar(
        "ffmpeg-1-linux-x86_64",
        List.of(
            "org/ffmpeg/linux-x86_64/libavcodec.so.62",
            "org/ffmpeg/linux-x86_64/libavfilter.so.11",
            "org/ffmpeg/linux-x86_64/libjniavdevice.so",
            "org/ffmpeg/linux-x86_64/ffmpeg"));
    jar(
        "onnxruntime-1",
        List.of(
            "ai/onnxruntime/Ort.class",
            "ai/onnxruntime/native/",
            "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
            "ai/onnxruntime/native/linux-aarch64/libonnxruntime.so",
            "ai/onnxruntime/native/win-x64/onnxruntime.dll"));
    needs("cli", "ffmpeg-1", "onnxruntime-1", "ffmpeg-1-linux-x86_64");
  }

  @Test
  void holdsTheJarsInTheirOrderAndThisSystemsLibraries() throws IOException {
    assertTrue(AppFolder.ofProgram(root, app, LINUX));

    assertEquals(
        List.of("isolator-cli.jar", "ffmpeg-1.jar", "onnxruntime-1.jar"),
        Files.readAllLines(app.resolve("classpath")));
    assertEquals(
        List.of(
            "classpath",
            "ffmpeg-1.jar",
            "isolator-cli.jar",
            "jvm.options",
            "native",
            "native/libavcodec.so.62",
            "native/libonnxruntime.so",
            "onnxruntime-1.jar",
            "start.cmd",
            "start.sh"),
        names(app));
    assertEquals(
        "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
        Files.readString(app.resolve("native/libonnxruntime.so")));
    assertEquals(List.of("ai/onnxruntime/Ort.class"), entries(app.resolve("onnxruntime-1.jar")));
  }

  @Test
  void aSecondLayoutChangesNothing() throws IOException {
    AppFolder.ofProgram(root, app, LINUX);
    var before = Files.getLastModifiedTime(app.resolve("onnxruntime-1.jar"));

    assertFalse(AppFolder.ofProgram(root, app, LINUX));

    assertEquals(before, Files.getLastModifiedTime(app.resolve("onnxruntime-1.jar")));
  }

  @Test
  void whatIsNoLongerNeededGoesAndWhatTheLauncherPutThereStays() throws IOException {
    AppFolder.ofProgram(root, app, LINUX);
    Files.writeString(app.resolve("jdk"), "/a/jdk");
    needs("cli", "onnxruntime-1");

    assertTrue(AppFolder.ofProgram(root, app, LINUX));

    assertFalse(Files.exists(app.resolve("ffmpeg-1.jar")));
    assertFalse(Files.exists(app.resolve("native/libavcodec.so.62")));
    assertTrue(Files.exists(app.resolve("jdk")));
  }

  @Test
  void whatAKilledBuildLeftIsRemovedAndIsNoChange() throws IOException {
    AppFolder.ofProgram(root, app, LINUX);
    Files.writeString(app.resolve(".isolator-cli.jar-7-0" + AtomicCopy.SUFFIX), "half");
    Files.writeString(app.resolve("native/.libavcodec.so.62-7-1" + AtomicCopy.SUFFIX), "half");
    var before = names(app).stream().filter(name -> !name.endsWith(AtomicCopy.SUFFIX)).toList();

    assertFalse(AppFolder.ofProgram(root, app, LINUX));

    assertEquals(before, names(app));
  }

  @Test
  void aPluginAddsOnlyWhatTheProgramLacks() throws IOException {
    built("evaluate", "isolator-evaluate", List.of("Score.class"));
    jar("plot-1", List.of("plot.class"));
    needs("evaluate", "isolator-cli", "ffmpeg-1", "ffmpeg-1-linux-x86_64", "plot-1");
    var plugin = root.resolve("evaluate/target/app");

    AppFolder.ofPlugin(root, "evaluate", plugin, LINUX);

    assertEquals(
        List.of(
            "classpath",
            "environment",
            "isolator-evaluate.jar",
            "jvm.options",
            "native",
            "plot-1.jar"),
        names(plugin));
  }

  @Test
  void whatAClusterWouldBringIsInThePluginsFolderToo() throws IOException {
    built("spark", "isolator-spark", List.of("Run.class"));
    jar("spark-sql-1", List.of("Sql.class"));
    needs("spark", "isolator-cli", "ffmpeg-1", "ffmpeg-1-linux-x86_64");
    Files.writeString(
        root.resolve("spark/target/provided.classpath"),
        root.resolve("spark-sql-1.jar") + File.pathSeparator + root.resolve("ffmpeg-1.jar"));
    var plugin = root.resolve("spark/target/app");

    AppFolder.ofPlugin(root, "spark", plugin, LINUX);

    assertEquals(
        List.of(
            "classpath",
            "environment",
            "isolator-spark.jar",
            "jvm.options",
            "native",
            "spark-sql-1.jar"),
        names(plugin));
  }

  @Test
  void twoJarsOfOneNameAreRefused() throws IOException {
    var twin = Files.createDirectories(root.resolve("twin")).resolve("ffmpeg-1.jar");
    Files.copy(root.resolve("ffmpeg-1.jar"), twin);
    Files.writeString(
        root.resolve("cli/target/app.classpath"),
        root.resolve("ffmpeg-1.jar") + File.pathSeparator + twin);

    var e = assertThrows(IOException.class, () -> AppFolder.ofProgram(root, app, LINUX));

    assertEquals(
        app.resolve("ffmpeg-1.jar") + ": two jars bring a file of this name; one must be renamed",
        e.getMessage());
  }

  private void built(String module, String name, List<String> entries) throws IOException {
    Files.createDirectories(root.resolve(module).resolve("target"));
    jar(name, entries);
    Files.copy(
        root.resolve(name + ".jar"), root.resolve(module).resolve("target/" + name + ".jar"));
  }

  /// A jar in the root; each entry's content is its name.
  private void jar(String name, List<String> entries) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(root.resolve(name + ".jar")))) {
      for (var entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(entry.endsWith("/") ? new byte[0] : entry.getBytes(UTF_8));
      }
    }
  }

  private void needs(String module, String... jars) throws IOException {
    var paths = new ArrayList<String>();
    for (var jar : jars) {
      paths.add(root.resolve(jar + ".jar").toString());
    }
    Files.writeString(
        root.resolve(module).resolve("target/app.classpath"),
        String.join(File.pathSeparator, paths));
  }

  private static List<String> names(Path folder) throws IOException {
    return FileTree.list(folder).stream()
        .map(path -> folder.relativize(path).toString().replace('\\', '/'))
        .toList();
  }

  private static List<String> entries(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }
}
