package dev.isolator.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The shell scripts, with a Java that only says how it was called.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no POSIX shell")
class ScriptsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path temp;

  @Test
  void argumentsArriveAsTheyWereTyped() throws Exception {
    var arguments =
        List.of("separate", "a  b.mp3", "-größer 🎵.mp3", "", "--", "$HOME", "*", "@x", "\"'");

    var lines = start(Map.of(), arguments);

    assertEquals(
        arguments, lines.subList(lines.indexOf("dev.isolator.cli.Isolator") + 1, lines.size()));
  }

  @Test
  void classesAreThoseOfTheProgramThenThoseOfThePlugin() throws Exception {
    Files.createDirectories(temp.resolve("plugin"));
    Files.writeString(temp.resolve("plugin/classpath"), "c.jar\n");
    Files.writeString(
        temp.resolve("plugin/environment"), "# the module's\n\nOMP_WAIT_POLICY=PASSIVE\n");

    var lines = start(Map.of("plugin", temp.resolve("plugin").toString()), List.of());

    assertEquals(
        temp + "/app/a.jar:" + temp + "/app/b.jar:" + temp + "/plugin/c.jar",
        lines.get(lines.indexOf("-cp") + 1));
    assertEquals(
        lines.indexOf("@" + temp + "/app/jvm.options") + 1,
        lines.indexOf("@" + temp + "/plugin/jvm.options"),
        "the module's options come after the program's");
    assertTrue(
        lines.contains("-Djava.library.path=" + temp + "/app/native:" + temp + "/plugin/native"));
  }

  @ParameterizedTest(name = "LC_ALL={0} LANG={1}: {2}")
  @CsvSource({
    "'', '', C.UTF-8",
    "C, de_DE.UTF-8, C.UTF-8",
    "'', en_US.utf8, C.UTF-8",
    "'', POSIX, C.UTF-8",
    "de_DE.ISO-8859-15, '', de_DE.ISO-8859-15",
  })
  void namesAreReadAsUtf8UnlessTheLocaleSaysOtherwise(String lcAll, String lang, String expected)
      throws Exception {
    var lines = start(Map.of("LC_ALL", lcAll, "LANG", lang), List.of());

    assertEquals(expected, lines.getFirst());
  }

  @Test
  void temporaryFilesGoWhereTheUserSays() throws Exception {
    var folder = Files.createDirectory(temp.resolve("my temp"));

    assertTrue(
        start(Map.of("TMPDIR", folder.toString()), List.of())
            .contains("-Djava.io.tmpdir=" + folder));
    var nothing = temp.resolve("nothing");
    var lines = start(Map.of("TMPDIR", nothing.toString()), List.of());
    assertEquals(
        "isolator: TMPDIR is %s, which is no folder that can be written; temporary files go to the system's"
            .formatted(nothing),
        lines.getFirst());
    assertEquals(
        List.of(), lines.stream().filter(line -> line.startsWith("-Djava.io.tmpdir")).toList());
    assertEquals(
        List.of(),
        start(Map.of("TMPDIR", ""), List.of()).stream()
            .filter(line -> line.contains("TMPDIR") || line.startsWith("-Djava.io.tmpdir"))
            .toList());
  }

  @Test
  void streamsThatAreClosedStayUnusable() throws Exception {
    var app = Files.createDirectories(temp.resolve("app"));
    Files.writeString(app.resolve("classpath"), "a.jar\n");
    var result = temp.resolve("result");
    var java =
        executable(
            temp.resolve("java"),
            "#!/bin/sh\n{ [ -e /dev/fd/0 ] && [ -e /dev/fd/1 ] && ! read -r x && ! echo x; } 2>/dev/null && echo held >'%s'\n"
                .formatted(result));
    var script =
        "java='%s' app='%s' plugin= commands=\n. '%s' <&- >&-"
            .formatted(java, app, ROOT.resolve("launcher/start.sh"));

    run(Map.of(), List.of("sh", "-euc", script, "isolator"));

    assertEquals("held\n", Files.readString(result));
  }

  @Test
  void helpOfTheImageBuildsNothing() throws Exception {
    var program = ROOT.resolve("isolator").toString();
    var copy = temp.resolve("checkout");
    Files.createDirectories(copy);
    Files.copy(Path.of(program), copy.resolve("isolator"));

    for (var words : List.of(List.of("image", "--help"), List.of("help", "image"))) {
      var command = new ArrayList<>(List.of("sh", copy.resolve("isolator").toString()));
      command.addAll(words);
      var lines = run(Map.of("PATH", "/usr/bin:/bin"), command);
      assertEquals("Usage: isolator image [-h]", lines.get(1));
    }
  }

  @Test
  void javaHomeIsTakenIfItIsRecentEnough() throws Exception {
    var jdk = jdk("26");
    assertEquals(List.of(jdk.toString()), findJdk(jdk));
  }

  @Test
  void anOlderJavaHomeIsPassedOverForTheJavaOnThePath() throws Exception {
    var old = jdk("17.0.15");

    var found = findJdk(old);

    assertNotEquals(List.of(old.toString()), found);
    assertEquals(List.of(Path.of(System.getProperty("java.home")).toRealPath().toString()), found);
  }

  /// A folder that says of itself to be a JDK of this version.
  private Path jdk(String version) throws IOException {
    var jdk = Files.createDirectories(temp.resolve("jdk " + version));
    for (var tool : List.of("java", "javac")) {
      executable(jdk.resolve("bin").resolve(tool), "#!/bin/sh\n");
    }
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    return jdk;
  }

  private List<String> findJdk(Path javaHome) throws Exception {
    var path =
        Path.of(System.getProperty("java.home")).toRealPath().resolve("bin") + ":/usr/bin:/bin";
    var environment =
        Map.of("JAVA_HOME", javaHome.toString(), "PATH", path, "HOME", temp.toString());
    return run(environment, List.of("sh", ROOT.resolve(".mvn/find-jdk.sh").toString()));
  }

  /// Sources `start.sh` as the launcher does.
  ///
  /// @return LC_ALL, then the arguments Java was called with, a line each
  private List<String> start(Map<String, String> environment, List<String> arguments)
      throws Exception {
    var app = Files.createDirectories(temp.resolve("app"));
    Files.writeString(app.resolve("classpath"), "a.jar\nb.jar\n");
    var java = executable(temp.resolve("java"), "#!/bin/sh\nprintf '%s\\n' \"$LC_ALL\" \"$@\"\n");
    var script =
        "java='%s' app='%s' plugin=${plugin-} commands=\n. '%s'"
            .formatted(java, app, ROOT.resolve("launcher/start.sh"));
    var command = new ArrayList<>(List.of("sh", "-euc", script, "isolator"));
    command.addAll(arguments);
    return run(environment, command);
  }

  private static Path executable(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }

  private List<String> run(Map<String, String> environment, List<String> command) throws Exception {
    var start = new ProcessBuilder(command).directory(temp.toFile());
    start.environment().clear();
    start.environment().putAll(environment);
    var process = start.redirectErrorStream(true).start();
    var lines = new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertEquals(0, process.waitFor(), lines.toString());
    return lines;
  }
}
