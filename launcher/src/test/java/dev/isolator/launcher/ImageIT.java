package dev.isolator.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packs the image, unpacks it elsewhere, and runs it as on a machine without Java.
class ImageIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir static Path elsewhere;
  private static Path image = Path.of("");

  @BeforeAll
  static void packAndUnpack() throws IOException, InterruptedException {
    var target = Files.createDirectories(Path.of("target/image-test").toAbsolutePath());
    var app = target.resolve("app");
    AppFolder.ofProgram(ROOT, app, Platform.current());
    var archive = Image.of(ROOT, app, target);
    var folder = Files.createDirectories(elsewhere.resolve("größer, a place"));
    var unpack = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", folder.toString());
    assertEquals(0, unpack.inheritIO().start().waitFor(), "tar");
    image = folder.resolve(archive.getFileName().toString().replaceFirst("\\.(tar\\.gz|zip)$", ""));
    FileTree.delete(app); // nothing of the checkout's is there to be used by mistake
    FileTree.delete(target.resolve(image.getFileName()));
  }

  @Test
  void separatesASongWithoutJavaOrPath() throws Exception {
    var song = elsewhere.resolve("-größer 🎵.wav");
    Files.write(song, AotCache.song());

    var run = run(List.of("separate", song.toString(), "-o", "out"));

    assertEquals(0, run.status(), run.err());
    try (var stems = Files.walk(elsewhere.resolve("out"))) {
      var files = stems.filter(Files::isRegularFile).sorted().toList();
      assertEquals(
          List.of("music.wav", "vocals.wav"),
          files.stream().map(file -> file.getFileName().toString()).toList());
      for (var file : files) {
        assertEquals(framesOf(song), framesOf(file), file + ": frames");
      }
    }
  }

  @Test
  void startsFromItsAotCache() throws Exception {
    // With AOTMode=on the JVM refuses to start where the cache does not fit.
    var run = run(List.of("--version"), "ISOLATOR_JVM_OPTIONS=-XX:AOTMode=on");

    assertEquals(0, run.status(), run.err());
    assertEquals("", run.err());
    assertTrue(Files.size(image.resolve("app/isolator.aot")) > 1_000_000);
  }

  @Test
  void runsThroughALink() throws Exception {
    var link = Files.createSymbolicLink(elsewhere.resolve("link"), image.resolve("isolator"));
    var start = new ProcessBuilder(link.toString(), "--version");
    start.environment().clear();
    var process = start.redirectErrorStream(true).start();
    var words = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), words);
    assertTrue(words.startsWith("isolator "), words);
  }

  @Test
  void holdsTheLicencesAndNoOtherSystemsLibraries() throws IOException {
    for (var file :
        List.of(
            "LICENSE",
            "NOTICE",
            "licences/LGPL-3.0.txt",
            "licences/third-party.txt",
            "runtime/legal/java.base/LICENSE")) {
      assertTrue(Files.size(image.resolve(file)) > 1000, file);
    }
    var others = Platform.current().windows() ? "(so|dylib)" : "(dll|dylib)";
    var foreign = new ArrayList<Path>();
    for (var path : FileTree.list(image)) {
      if (path.toString().matches(".*\\." + others)) {
        foreign.add(path);
      }
    }
    assertEquals(List.of(), foreign);
    assertFalse(Files.exists(image.resolve("runtime/bin/keytool")), "only java is in runtime/bin");
  }

  private record Run(int status, String err) {}

  /// Runs the image with nothing in its environment but an empty PATH and JAVA_HOME.
  private static Run run(List<String> arguments, String... environment) throws Exception {
    var command = new ArrayList<>(List.of(image.resolve("isolator").toString()));
    command.addAll(arguments);
    var err = Files.createTempFile(elsewhere, "err", ".txt");
    var start = new ProcessBuilder(command).directory(elsewhere.toFile());
    start.environment().clear();
    start.environment().put("PATH", "");
    start.environment().put("JAVA_HOME", "");
    for (var variable : environment) {
      var parts = variable.split("=", 2);
      start.environment().put(parts[0], parts[1]);
    }
    var process =
        start.redirectError(err.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), "still running after two minutes");
    return new Run(process.exitValue(), Files.readString(err, UTF_8));
  }

  private static long framesOf(Path wav) throws IOException, UnsupportedAudioFileException {
    try (var stream = AudioSystem.getAudioInputStream(wav.toFile())) {
      return stream.getFrameLength();
    }
  }
}
