package dev.isolator.spark.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.cli.CommandPlugin;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.examples.ExamplePlan;
import dev.isolator.dataset.examples.ExampleShard;
import dev.isolator.dataset.manifest.AudioProperties;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.manifest.Provenance;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.manifest.StemFile;
import dev.isolator.evaluate.score.ScoreFile;
import dev.isolator.spark.SmallSongs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CatalogueCommandTest {
  @TempDir private Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /// Runs `catalogue …` as the command line does.
  private int run(Object... arguments) {
    var line =
        new CommandLine(new CatalogueCommand())
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

  private void refused(String message, Object... arguments) {
    int code = run(arguments);
    assertEquals(message + "\n", err.toString());
    assertEquals(ExitCode.USAGE.number(), code);
    err.getBuffer().setLength(0);
  }

  @Test
  void theCommandLineFindsIt() {
    var names =
        ServiceLoader.load(CommandPlugin.class).stream()
            .filter(plugin -> plugin.type() == CatalogueCommands.class)
            .flatMap(plugin -> plugin.get().commands().stream())
            .map(command -> new CommandLine(command).getCommandName())
            .toList();

    assertEquals(List.of("catalogue"), names);
  }

  @Test
  void whatExcludesEachOtherIsRefusedBeforeSparkStarts() {
    refused(
        "--masks keeps what stems are made of; leave out the options for stems, isolator catalogue render has them",
        "separate",
        folder,
        "-o",
        folder,
        "--masks",
        "--stems",
        "vocals");
    refused(
        "the model's stems are vocals, music, not drums",
        "separate",
        folder,
        "-o",
        folder,
        "--stems",
        "drums");
    refused(
        "the model's stems are vocals, music, not bass",
        "separate",
        folder,
        "-o",
        folder,
        "--mix",
        "bass=-3dB");
    refused(
        "a stem file holds the mix and all stems; leave out which to keep, or choose another format",
        "separate",
        folder,
        "-o",
        folder,
        "--format",
        "stem",
        "--stems",
        "vocals");
    refused(
        "--threads must be from 1 to 256, was 0",
        "separate",
        folder,
        "-o",
        folder,
        "--threads",
        "0");
    refused(
        "off must be at most on, were 0.4 and 0.1",
        "activity",
        folder,
        "-o",
        folder,
        "--on",
        "0.1");
  }

  @Test
  void aSongIsSeparatedIntoMasksAndRendered() throws IOException {
    var song = SmallSongs.write(folder.resolve("songs/a song.wav"), 1, 1);

    int code =
        run(
            "separate",
            folder.resolve("songs"),
            "-o",
            folder.resolve("out"),
            "--masks",
            "--model",
            "cepstral-vocals",
            "--master",
            "local[1]");

    assertEquals(0, code, err.toString());
    assertTrue(out.toString().startsWith("1 song done, 0 skipped, 0 failed in "), out.toString());
    Path masks;
    try (var files = Files.walk(folder.resolve("out"))) {
      masks = files.filter(file -> file.endsWith("song.masks")).findFirst().orElseThrow();
    }
    int rendered =
        run(
            "render",
            song,
            masks,
            "-o",
            folder.resolve("stems"),
            "--stems",
            "vocals",
            "--format",
            "flac");
    assertEquals(0, rendered, err.toString());
    assertTrue(Files.exists(folder.resolve("stems/a song/vocals.flac")), out.toString());
  }

  @Test
  void timelinesAreATable() throws IOException {
    SmallSongs.write(folder.resolve("songs/one.wav"), 1, 1);

    int code =
        run(
            "activity",
            folder.resolve("songs"),
            "-o",
            folder.resolve("out"),
            "--model",
            "reference:centre",
            "--master",
            "local[1]");

    assertEquals(0, code, err.toString());
    var lines = out.toString().lines().toList();
    assertTrue(lines.getLast().startsWith("file:" + folder + "/out/timelines/"), out.toString());
    assertTrue(Files.exists(Path.of(lines.getLast().substring("file:".length()), "_SUCCESS")));
  }

  @Test
  void scoresAreThoseOfThePlainCommand() throws IOException {
    for (String song : List.of("one", "two")) {
      SmallSongs.write(folder.resolve("set").resolve(song).resolve("vocals.wav"), 1.2, 1);
      SmallSongs.write(folder.resolve("set").resolve(song).resolve("music.wav"), 1.2, 2);
    }

    int code =
        run(
            "evaluate",
            folder.resolve("set"),
            "-o",
            folder.resolve("out"),
            "--model",
            "reference:mixture",
            "--model",
            "reference:centre",
            "--master",
            "local[2]");

    assertEquals(0, code, err.toString());
    var plain = new CommandLine(evaluateCommand());
    plain.setOut(new PrintWriter(new StringWriter()));
    plain.execute(
        folder.resolve("set").toString(),
        "-o",
        folder.resolve("plain").toString(),
        "--model",
        "reference:mixture",
        "--model",
        "reference:centre",
        "-q");
    for (String file : List.of("reference_mixture/one.json", "reference_centre/two.json")) {
      assertEquals(
          ScoreFile.read(folder.resolve("plain/scores").resolve(file)).stems(),
          ScoreFile.read(folder.resolve("out/scores").resolve(file)).stems(),
          file);
    }
    assertTrue(out.toString().contains("reference:mixture vocals: SDR "), out.toString());
  }

  private static Object evaluateCommand() {
    return ServiceLoader.load(CommandPlugin.class).stream()
        .flatMap(plugin -> plugin.get().commands().stream())
        .filter(command -> new CommandLine(command).getCommandName().equals("evaluate"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shardsAreThoseOfThePlainCommandByteForByte() throws IOException {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < 3; i++) {
      String id = "song-" + i;
      SmallSongs.write(folder.resolve(id + "/vocals.wav"), 1 + i, 10 + i);
      SmallSongs.write(folder.resolve(id + "/music.wav"), 1 + i, 20 + i);
      entries.add(
          new Entry(
              id,
              Kind.SONG,
              Split.TRAIN,
              Map.of(
                  "vocals", new StemFile(id + "/vocals.wav", "", 0, 1 + i),
                  "music", new StemFile(id + "/music.wav", "", 0, 1 + i)),
              new AudioProperties(22_050, 2, 1 + i),
              new Provenance("artist " + i, "CC0-1.0", "", "")));
    }
    var manifest = folder.resolve("manifest.jsonl");
    ManifestFile.write(manifest, entries);
    Files.createDirectories(folder.resolve("plain"));
    var plan =
        ExamplePlan.of(
            new Manifest(folder, entries), new ExamplePlan.Settings(Split.TRAIN, 2, 300, 1000, 7));
    for (int number = 0; number < plan.shards(); number++) {
      new ExampleShard(plan, number).write(folder.resolve("plain"));
    }

    int code =
        run(
            "examples",
            manifest,
            "-o",
            folder.resolve("out"),
            "--variants",
            "2",
            "--shard-examples",
            "300",
            "--limit",
            "1000",
            "--seed",
            "7",
            "--master",
            "local[2]");

    assertEquals(0, code, err.toString());
    assertEquals(4, plan.shards());
    try (var shards = Files.list(folder.resolve("plain"))) {
      for (var shard : shards.toList()) {
        assertArrayEquals(
            Files.readAllBytes(shard),
            Files.readAllBytes(folder.resolve("out").resolve(shard.getFileName())),
            shard.toString());
      }
    }
  }
}
