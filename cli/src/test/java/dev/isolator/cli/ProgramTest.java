package dev.isolator.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isolator.audio.AudioLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The program in a process of its own: signals, pipes, locales, a full disk.
@DisabledOnOs(OS.WINDOWS) // signals, locales and sh are those of POSIX
@Timeout(300) // a program that does not end must fail the test, not hold up the build
class ProgramTest {
  @TempDir private Path folder = Path.of("replaced");

  /// A file-size limit must meet our files, not FFmpeg's libraries on their way to the cache.
  @BeforeAll
  static void unpackFfmpeg() {
    AudioLibrary.inUse();
  }

  @Test
  void interruptLeavesNothingHalfWrittenAndExitsWith130() throws Exception {
    assumeTrue(!interruptsAreIgnored(), "started in the background of a shell without job control");
    // a pipe that nobody closes: the program is at work for as long as it is not interrupted
    var out = folder.resolve("out");
    var program = start(Map.of(), "separate", "-", "-o", out.toString());
    var song = Files.readAllBytes(WavFile.song(folder.resolve("long.wav"), 10));
    var pipe = program.getOutputStream();
    pipe.write(song, 0, song.length - 100_000);
    pipe.flush(); // all of it was taken, so that at least what does not fit a buffer was decoded

    new ProcessBuilder("kill", "-INT", Long.toString(program.pid())).start().waitFor();
    int code = program.waitFor();

    var err = text(program.getErrorStream());
    assertEquals("isolator: cancelled\n", err);
    assertEquals(130, code);
    assertEquals(List.of(), SeparateTest.files(out));
  }

  /// Whether SIGINT was already ignored when this JVM was started: its children inherit that, and a
  /// JVM then leaves it ignored. Linux says so in the second bit of a mask.
  private static boolean interruptsAreIgnored() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    for (var line : Files.readAllLines(status)) {
      if (line.startsWith("SigIgn:")) {
        return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0;
      }
    }
    return false;
  }

  @Test
  void pipeOfAProcessIsRead() throws Exception {
    var song = WavFile.song(folder.resolve("song.wav"), 0.5);
    var program = start(Map.of(), "separate", "-", "--name", "{stem}", "-o", folder.toString());
    try (var pipe = program.getOutputStream()) {
      Files.copy(song, pipe);
    }

    assertEquals("", text(program.getErrorStream()));
    assertEquals(0, program.waitFor());
    assertEquals(22_050, WavFile.frames(folder.resolve("vocals.wav")));
  }

  @Test
  void songThatBeginsWithADashOrAnAtIsTakenAsAFile() throws Exception {
    WavFile.song(folder.resolve("-song.wav"), 0.1);
    WavFile.song(folder.resolve("@song.wav"), 0.1);

    var bare = start(Map.of(), "separate", "-song.wav");

    assertEquals(
        "isolator: '-song.wav' starts with a dash as options do; write ./-song.wav, or -- before it\n",
        text(bare.getErrorStream()));
    assertEquals(ExitCode.USAGE.number(), bare.waitFor());

    var told = start(Map.of(), "separate", "--keep", "vocals", "@song.wav", "--", "-song.wav");

    assertEquals("", text(told.getErrorStream()));
    assertEquals(0, told.waitFor());
    assertEquals(
        List.of("-song/vocals.wav", "@song/vocals.wav"),
        SeparateTest.files(folder.resolve("separated")));
  }

  @Test
  void nameThatTheLocaleCannotHoldIsToldWithTheWayOut() throws Exception {
    assumeTrue(OS.LINUX.isCurrentOs(), "macOS has UTF-8 names in every locale");
    WavFile.song(folder.resolve("Ünï 🎤.wav"), 0.1);
    var out = folder.resolve("out");

    var ascii = start(Map.of("LC_ALL", "C"), "separate", "Ünï 🎤.wav", "-o", out.toString());

    assertTrue(
        text(ascii.getErrorStream())
            .endsWith(
                ": the name holds letters that this shell's locale (ANSI_X3.4-1968) has not; set LC_ALL=C.UTF-8\n"));
    assertEquals(ExitCode.UNREADABLE.number(), ascii.waitFor());

    var unicode =
        start(Map.of("LC_ALL", "C.UTF-8"), "separate", "Ünï 🎤.wav", "-o", out.toString());

    assertEquals("", text(unicode.getErrorStream()));
    assertEquals(0, unicode.waitFor());
    assertTrue(Files.exists(out.resolve("Ünï 🎤/vocals.wav")));
  }

  @Test
  void fullDiskIsToldAndLeavesNothing() throws Exception {
    var song = WavFile.song(folder.resolve("song.wav"), 12);
    var out = folder.resolve("out");
    var natives = unpackedOnnxRuntime();

    // a file of more than 512 KiB cannot be written; the kernel answers as it does on a full disk
    var program =
        run(
            List.of("sh", "-c", "ulimit -f 1024; exec \"$@\"", "sh"),
            List.of("-Donnxruntime.native.path=" + natives),
            Map.of(),
            "separate",
            song.toString(),
            "-o",
            out.toString());

    var err = text(program.getErrorStream());
    assertEquals(ExitCode.UNWRITABLE.number(), program.waitFor(), err);
    assertEquals(1, err.lines().count(), err);
    assertTrue(err.startsWith("isolator: "), err);
    assertEquals(List.of(), SeparateTest.files(out));
  }

  @Test
  void modelThatIsAddedIsListedAndUsed() throws Exception {
    var models = folder.resolve("models");
    var environment = Map.of("ISOLATOR_MODELS", models.toString());
    var onnx = folder.resolve("mine.onnx");
    copyResource("studio-vocals-3.onnx", onnx);
    copyResource("studio-vocals-3.int8.onnx", folder.resolve("mine.int8.onnx"));
    copyResource("studio-vocals-3.json", folder.resolve("mine.json"));
    var card = Files.readString(folder.resolve("mine.json")).replace("studio-vocals", "mine");
    Files.writeString(folder.resolve("mine.json"), card);
    var song = WavFile.song(folder.resolve("song.wav"), 0.1);

    var other = start(environment, "models", "add", onnx.toString(), "--sha256", "0".repeat(64));
    assertTrue(
        text(other.getErrorStream())
            .matches(
                "isolator: \\Q%s\\E: expected SHA-256 0{64}, found [0-9a-f]{64}; do not use it, get it from where it was published\n"
                    .formatted(onnx)));
    assertEquals(ExitCode.MODEL.number(), other.waitFor());

    var before = text(start(environment, "models", "list").getInputStream());
    var added = start(environment, "models", "add", onnx.toString());
    assertEquals(
        "added mine@3: " + models.resolve("mine-3.onnx") + "\n", text(added.getInputStream()));
    var list = text(start(environment, "models", "list").getInputStream());
    assertEquals(before.lines().count() + 1, list.lines().count(), list);
    assertTrue(list.lines().anyMatch(line -> line.startsWith("mine ")), list);
    var used =
        start(environment, "separate", "--model", "mine", song.toString(), "-o", folder.toString());
    assertEquals("", text(used.getErrorStream()));
    assertEquals(0, used.waitFor());
  }

  @Test
  void outputThatNobodyReadsIsAFailure() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
    var program =
        run(
            List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"),
            List.of(),
            Map.of(),
            "models",
            "list");

    assertEquals(
        "isolator: standard output: it was closed before all was written\n",
        text(program.getErrorStream()));
    assertEquals(ExitCode.UNWRITABLE.number(), program.waitFor());
  }

  private Process start(Map<String, String> environment, String... words) throws IOException {
    return run(List.of(), List.of(), environment, words);
  }

  private Process run(
      List<String> before, List<String> options, Map<String, String> environment, String... words)
      throws IOException {
    var command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp", ManagementFactory.getRuntimeMXBean().getClassPath(), Isolator.class.getName()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /// ONNX Runtime's libraries, which it would else unpack at every start.
  private Path unpackedOnnxRuntime() throws IOException {
    var system = OS.MAC.isCurrentOs() ? "osx" : "linux";
    var processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
    var natives = Files.createDirectory(folder.resolve("natives"));
    for (var library : List.of("onnxruntime", "onnxruntime4j_jni")) {
      var name = System.mapLibraryName(library);
      var resource = "/ai/onnxruntime/native/%s-%s/%s".formatted(system, processor, name);
      try (var in = ProgramTest.class.getResourceAsStream(resource)) {
        Files.copy(Objects.requireNonNull(in, resource), natives.resolve(name));
      }
    }
    return natives;
  }

  private static void copyResource(String name, Path file) throws IOException {
    try (var in = ProgramTest.class.getResourceAsStream("/dev/isolator/models/" + name)) {
      Files.write(file, Objects.requireNonNull(in).readAllBytes());
    }
  }

  private static String text(InputStream in) throws IOException {
    return Run.withoutProgress(new String(in.readAllBytes(), UTF_8));
  }
}
