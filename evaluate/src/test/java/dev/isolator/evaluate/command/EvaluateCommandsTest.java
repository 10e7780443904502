package dev.isolator.evaluate.command;

import static dev.isolator.evaluate.TestSounds.noise;
import static dev.isolator.evaluate.TestSounds.wav;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isolator.cli.CommandPlugin;
import dev.isolator.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandsTest {
  private static final int FRAMES = 12_000;

  @TempDir private Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /// Runs a command as the command line does.
  private int run(Object command, Object... arguments) {
    var line =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          err.write(e.getMessage() + "\n");
          return ExitCode.of(e).number();
        });
    line.setParameterExceptionHandler(
        (e, _) -> {
          err.write(e.getMessage() + "\n");
          return ExitCode.USAGE.number();
        });
    return line.execute(List.of(arguments).stream().map(Object::toString).toArray(String[]::new));
  }

  private void song(String name) {
    wav(folder.resolve("songs").resolve(name).resolve("vocals.wav"), noise(1, FRAMES, 1));
    wav(folder.resolve("songs").resolve(name).resolve("music.wav"), noise(1, FRAMES, 2));
  }

  @Test
  void theCommandLineFindsThem() {
    var plugins =
        ServiceLoader.load(CommandPlugin.class).stream()
            .filter(plugin -> plugin.type() == EvaluateCommands.class)
            .toList();
    assertEquals(1, plugins.size());
    assertEquals(
        List.of("evaluate", "ablate", "thresholds", "plot"),
        plugins.getFirst().get().commands().stream()
            .map(command -> new CommandLine(command).getCommandName())
            .toList());
  }

  @Test
  void evaluateWritesTableReportAndScores() {
    song("one");
    var results = folder.resolve("results");

    int code =
        run(
            new EvaluateCommand(),
            folder.resolve("songs"),
            "--model",
            "reference:mixture",
            "--model",
            "reference:centre",
            "-o",
            results);

    assertEquals(0, code, err::toString);
    assertTrue(Files.exists(results.resolve("scores.csv")));
    assertTrue(Files.exists(results.resolve("report.html")));
    assertTrue(Files.exists(results.resolve("scores/reference_mixture/one.json")));
    var lines = out.toString().lines().toList();
    assertEquals(
        "system             stem     songs     SDR     ISR     SIR     SAR  SI-SDR track SDR  x speed",
        lines.getFirst());
    assertEquals(1 + 4 + 1, lines.size());
    assertTrue(
        err.toString().contains("[########################] 2/2, 0:00 to go, "), err::toString);
  }

  @Test
  void songsThatFailDecideTheExitCodeAndTheOthersAreInTheTable() throws IOException {
    song("one");
    song("two");
    Files.writeString(folder.resolve("songs/two/vocals.wav"), "no sound");

    int code =
        run(
            new EvaluateCommand(),
            folder.resolve("songs"),
            "--model",
            "reference:mixture",
            "-q",
            "-o",
            folder.resolve("results"));

    assertEquals(ExitCode.UNSUPPORTED.number(), code, err::toString);
    assertTrue(err.toString().startsWith("isolator: two: "), err::toString);
    assertEquals(3, Files.readAllLines(folder.resolve("results/scores.csv")).size());
  }

  @Test
  void wrongOptionsAreRefused() {
    song("one");
    var songs = folder.resolve("songs");
    assertEquals(2, run(new EvaluateCommand(), songs, "-o", folder, "--jobs", "0"));
    assertEquals(2, run(new PlotCommand(), "waveform", "a.wav", "--duration", "0"));
    assertEquals(2, run(new PlotCommand(), "waveform", "a.wav", "--width", "1"));
    assertEquals(
        """
        --jobs must be at least 1, was 0
        --start must be at least 0 and --duration more than 0
        width must be from 64 to 16384 pixels, was 1
        """,
        err.toString());
  }

  @Test
  void plotDrawsWhatAFileHolds() {
    var file = wav(folder.resolve("song.wav"), noise(2, FRAMES, 3));
    for (var kind : List.of("waveform", "spectrogram")) {
      var picture = folder.resolve(kind + ".svg");
      assertEquals(0, run(new PlotCommand(), kind, file, "-o", picture), err::toString);
      assertTrue(Files.exists(picture));
    }
  }

  @Test
  void plotDrawsARowForEachStepOfAChain() throws Exception {
    var file = wav(folder.resolve("song.wav"), noise(2, FRAMES, 3));
    var picture = folder.resolve("chain.svg");

    assertEquals(
        0, run(new PlotCommand(), "chain", file, "--duration", "1", "-o", picture), err::toString);

    var svg = Files.readString(picture);
    int pictures = svg.split("<image", -1).length - 1;
    assertEquals(11, pictures, "the song and twelve steps, of which two are lines");
  }

  @Test
  void ablatePrintsTheChainAndTheChainWithoutEachStep() throws Exception {
    var song = Files.createDirectories(folder.resolve("set/song"));
    wav(song.resolve("vocals.wav"), noise(2, FRAMES, 3));
    wav(song.resolve("music.wav"), noise(2, FRAMES, 4));
    var chain = folder.resolve("two.yaml");
    Files.writeString(chain, "stages: [conditioning, {mask-shaping: {exponent: 0.5}}, rendering]");

    assertEquals(
        0,
        run(new AblateCommand(), folder.resolve("set"), "--chain", chain, "--model", "live-vocals"),
        err::toString);

    var rows = out.toString().lines().map(line -> line.split(" \\| ", 2)[0]).toList();
    assertEquals(
        List.of(
            "| chain",
            "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
            "| two",
            "| without conditioning",
            "| without mask-shaping"),
        rows);
  }

  @Test
  void thresholdsWantSongsWithAndWithoutVoice() throws Exception {
    var song = Files.createDirectories(folder.resolve("set/song"));
    wav(song.resolve("vocals.wav"), new float[2][FRAMES]);
    wav(song.resolve("music.wav"), noise(2, FRAMES, 4));

    assertEquals(
        2, run(new ThresholdsCommand(), folder.resolve("set"), "--model", "cepstral-vocals"));

    assertTrue(
        err.toString().startsWith("expected frames with a voice and frames without, found 0 of "),
        err.toString());
  }

  @Test
  void plotReadsANamedPipeOnce() throws Exception {
    var file = wav(folder.resolve("song.wav"), noise(2, FRAMES, 3));
    var pipe = pipe();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Files.write(pipe, Files.readAllBytes(file));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    var picture = folder.resolve("pipe.svg");

    assertEquals(0, run(new PlotCommand(), "waveform", pipe, "-o", picture), err::toString);

    assertTrue(Files.exists(picture));
  }

  @Test
  void evaluateRefusesAPipe() throws Exception {
    var pipe = pipe();

    int code = run(new EvaluateCommand(), pipe, "-o", folder.resolve("results"));

    assertEquals(ExitCode.UNREADABLE.number(), code);
    assertEquals(
        pipe
            + ": is a pipe, which can be read once only, expected a file; write it into a file first\n",
        err.toString());
  }

  private Path pipe() throws Exception {
    var pipe = folder.resolve("pipe");
    boolean made;
    try {
      made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      made = false;
    }
    assumeTrue(made, "no mkfifo here");
    return pipe;
  }

  @Test
  void plotReplacesNothingUnlessItIsTold() throws java.io.IOException {
    var file = wav(folder.resolve("song.wav"), noise(2, FRAMES, 3));
    var picture = Files.writeString(folder.resolve("picture.png"), "mine");

    assertEquals(
        ExitCode.UNWRITABLE.number(), run(new PlotCommand(), "waveform", file, "-o", picture));
    assertEquals(
        picture + ": exists; --overwrite replaces it, -o names another picture\n", err.toString());
    assertEquals("mine", Files.readString(picture));
    assertEquals(0, run(new PlotCommand(), "waveform", file, "-o", picture, "--overwrite"));
    assertTrue(Files.size(picture) > 1000);
  }

  @Test
  void maskAndVoiceComeFromAModel() {
    var file = wav(folder.resolve("song.wav"), noise(2, FRAMES, 3));
    for (var kind : List.of("mask", "voice")) {
      var picture = folder.resolve(kind + ".png");
      int code = run(new PlotCommand(), kind, file, "-o", picture, "--model", "reference:centre");
      assertEquals(0, code, err::toString);
      assertTrue(Files.exists(picture));
    }
  }

  @Test
  void aPartThatIsNotThereIsRefused() {
    var file = wav(folder.resolve("song.wav"), noise(1, FRAMES, 3));
    int code =
        run(
            new PlotCommand(),
            "waveform",
            file,
            "--start",
            "99",
            "-o",
            folder.resolve("nothing.png"));
    assertEquals(ExitCode.UNSUPPORTED.number(), code);
    assertEquals(
        file + ": expected sound from second 99.0 on, found none; choose another --start\n",
        err.toString());
  }
}
