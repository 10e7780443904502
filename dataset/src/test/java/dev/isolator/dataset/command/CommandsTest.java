package dev.isolator.dataset.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.cli.CommandPlugin;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.TinyData;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.sing.Vowels;
import dev.isolator.dataset.soundfont.TinyBank;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What people type, with real files: messages and exit codes.
class CommandsTest {
  @TempDir static Path data = Path.of("");
  private int sines;
  @TempDir Path folder = Path.of("");
  private static Path manifest = Path.of("");
  private static Path bank = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    TinyData.write(data);
    manifest = data.resolve("manifest.jsonl");
    bank = TinyBank.write(data.resolve("tiny.sf2"));
  }

  /// Exit code, then what was printed.
  private record Run(int code, String out) {}

  private static Run run(Object... words) {
    var out = new StringWriter();
    var line =
        new CommandLine(new DatasetCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          out.write(e.getMessage() + "\n");
          return ExitCode.of(e).number();
        });
    line.setParameterExceptionHandler(
        (e, _) -> {
          out.write(e.getMessage() + "\n");
          return ExitCode.USAGE.number();
        });
    int code = line.execute(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    return new Run(code, out.toString().replace(System.lineSeparator(), "\n"));
  }

  private void sine(String name, int channels) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    var samples = new float[channels][];
    for (int c = 0; c < channels; c++) {
      samples[c] = Vowels.sung(200 + sines * 7, 200 + sines * 9, 1, 16_000);
      sines++; // no two files alike
    }
    RecordingFile.writeWav(file, new Recording(samples, 16_000));
  }

  @Test
  void theCommandLineFindsThem() {
    var commands =
        ServiceLoader.load(CommandPlugin.class).stream()
            .flatMap(p -> p.get().commands().stream())
            .map(c -> new CommandLine(c).getCommandName())
            .toList();
    assertEquals(List.of("dataset"), commands);
    var alone = run();
    assertEquals(2, alone.code());
    assertEquals(
        "expected a command, such as: isolator dataset pair mix.wav vocals.wav -o pairs/song\n",
        alone.out());
  }

  @Test
  void aFolderBecomesAManifestThatIsCheckedAndCounted() throws IOException {
    Path file = folder.resolve("new/data.jsonl");
    assertEquals(new Run(0, file + ": 7 entries\n"), run("manifest", data, "-o", file));
    assertEquals(new Run(0, "7 entries, 0 findings\n"), run("check", file));
    Path page = folder.resolve("stats.html");
    var stats = run("stats", file, "--html", page);
    assertEquals(0, stats.code());
    assertTrue(stats.out().startsWith("7 entries, 7 artists, 0.8 minutes\n"), stats::out);
    assertTrue(Files.readString(page).contains("Kind and split"));
  }

  @Test
  void findingsHaveAnExitCodeOfTheirOwn() throws IOException {
    sine("a/vocals.wav", 1);
    sine("a/drums.wav", 1);
    Path file = folder.resolve("mine.jsonl");
    run("add", folder.resolve("a"), "-m", file, "--licence", "CC0-1.0");
    Files.delete(folder.resolve("a/drums.wav"));
    assertEquals(
        new Run(5, "song-a: a/drums.wav: no such file\n1 entry, 1 finding\n"), run("check", file));
  }

  @ParameterizedTest
  @CsvSource({"check", "stats", "targets"})
  void aManifestThatIsNotThereIsRefused(String command) {
    Path none = folder.resolve("none.jsonl");
    assertEquals(
        new Run(3, none + ": no such file, expected a manifest; check the name\n"),
        run(command, none));
  }

  @Test
  void synthMakesTheSameBytesTwice() throws IOException {
    Object[] words = {
      "synth", manifest, "--soundfont", bank, "--songs", 1, "--seconds", 5, "--seed", 4, "-o"
    };
    Object[] once = Arrays.copyOf(words, words.length + 1);
    once[words.length] = folder.resolve("one");
    Object[] twice = once.clone();
    twice[words.length] = folder.resolve("two");
    var made = run(once);
    assertEquals(0, made.code(), made::out);
    assertTrue(
        made.out().startsWith(folder.resolve("one/manifest.jsonl") + ": 1 song, 5 s, "), made::out);
    assertEquals(0, run(twice).code());
    assertEquals(
        Files.readString(folder.resolve("one/manifest.jsonl")),
        Files.readString(folder.resolve("two/manifest.jsonl")));
    assertEquals(
        new Run(0, "1 entry, 0 findings\n"), run("check", folder.resolve("one/manifest.jsonl")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--songs|0|--songs must be at least 1 and --first at least 0, were 0 and 0",
        "--first|-1|--songs must be at least 1 and --first at least 0, were 10 and -1",
        "--first|2147483640|--first and --songs must add up to at most 2147483647, were 2147483640 and 10",
        "--seconds|4|--seconds must be from 5 to 1800, was 4.0",
        "--seconds|NaN|--seconds must be from 5 to 1800, was NaN",
        "--instrumentals|1.5|--instrumentals must be from 0 to 1, was 1.5"
      })
  void synthRefusesWhatMakesNoSense(String option, String value, String message) {
    assertEquals(
        new Run(2, message + "\n"),
        run("synth", manifest, "--soundfont", bank, "-o", folder, option, value));
  }

  @Test
  void synthSaysWhichSoundfontIsMissing() {
    Path none = folder.resolve("none.sf2");
    assertEquals(
        new Run(
            3,
            none
                + ": no such file, expected a SoundFont 2 bank; on Debian, install fluid-soundfont-gm\n"),
        run("synth", manifest, "--soundfont", none, "-o", folder));
    assertEquals(
        new Run(2, "Missing required option: '--soundfont=SF2'\n"),
        run("synth", manifest, "-o", folder));
  }

  @Test
  void validationWritesASetAndTargetsAndExamplesReadIt() throws IOException {
    Path set = folder.resolve("validation");
    assertEquals(
        new Run(0, set.resolve("manifest.jsonl") + ": 2 mixes of 12 s, seed 1\n"),
        run("validation", manifest, "--soundfont", bank, "-o", set, "--mixes", 2));
    assertEquals(
        new Run(2, "--mixes must be from 1 to 60, was 61\n"),
        run("validation", manifest, "--soundfont", bank, "-o", set, "--mixes", 61));

    var targets = run("targets", set.resolve("manifest.jsonl"), "--seconds", 3);
    assertEquals(0, targets.code(), targets::out);
    assertTrue(targets.out().startsWith("target                         vocals    music\n"));
    assertTrue(targets.out().lines().count() > 8, targets::out);

    Object[] words = {
      "examples",
      set.resolve("manifest.jsonl"),
      "--split",
      "validation",
      "--limit",
      300,
      "--shard-examples",
      200,
      "-o",
      folder.resolve("examples")
    };
    var all = run(words);
    assertEquals(0, all.code(), all::out);
    assertEquals(2, all.out().lines().count(), all::out);
    try (var files = Files.list(folder.resolve("examples"))) {
      assertEquals(2, files.count());
    }
    Object[] none = Arrays.copyOf(words, words.length + 2);
    none[words.length] = "--shard";
    none[words.length + 1] = 9;
    assertEquals(2, run(none).code());
  }

  @Test
  void labelsAreWrittenAndConverted() throws IOException {
    float[] voice =
        Vowels.joined(new float[16_000], Vowels.sung(200, 200, 1, 16_000), new float[16_000]);
    Path wav = folder.resolve("vocals.wav");
    RecordingFile.writeWav(wav, new Recording(new float[][] {voice}, 16_000));
    Path text = folder.resolve("vocals.txt");
    var made = run("labels", wav, "-o", text);
    assertEquals(0, made.code(), made::out);
    assertTrue(made.out().startsWith(text + ": 1 span, "), made::out);
    String[] cells = Files.readString(text).strip().split("\t", -1);
    assertEquals(1, Double.parseDouble(cells[0]), 0.1);
    assertEquals(2, Double.parseDouble(cells[1]), 0.2);
    assertEquals(0, run("labels", text, "-o", folder.resolve("vocals.csv")).code());
    assertEquals(
        new Run(2, "--off must be at most --on, and that at most 0; were -45.0 and -50.0\n"),
        run("labels", wav, "-o", text, "--on", -50));
    assertEquals(2, run("labels", wav, "-o", folder.resolve("vocals.doc")).code());
  }

  @Test
  void aDryRunSaysWhatAndWhyNotAndWritesNothing() throws IOException {
    sine("in/good/vocals.wav", 1);
    sine("in/good/drums.wav", 2);
    sine("in/sum/vocals.wav", 1);
    sine("in/sum/kick.wav", 1);
    sine("in/sum/snare.wav", 1);
    sine("in/bare/guitar.wav", 1);
    sine("in/broken/drums.wav", 1);
    Files.writeString(folder.resolve("in/broken/vocals.wav"), "la la");
    Files.writeString(folder.resolve("in/notes.txt"), "hello");
    Path in = folder.resolve("in");
    Path file = folder.resolve("mine.jsonl");

    var dry = run("add", in, "-m", file, "--licence", "CC0-1.0", "--dry-run");

    assertEquals(0, dry.code());
    var lines = dry.out().lines().toList();
    assertEquals(
        "left out: " + in.resolve("bare") + ": no file's name speaks of vocals", lines.get(0));
    assertEquals(
        "left out: " + in.resolve("notes.txt") + ": no sound file by its ending", lines.get(1));
    assertTrue(
        lines.get(2).startsWith("left out: song-broken: " + in.resolve("broken/vocals.wav") + ": "),
        dry::out);
    assertEquals("would take song-good: drums = drums.wav; vocals = vocals.wav;", lines.get(3));
    assertEquals(
        "left out: song-sum: drums = kick.wav snare.wav; vocals = vocals.wav; its stems must be written anew: add --copy",
        lines.get(4));
    assertEquals("1 song would be taken", lines.get(5));
    assertFalse(Files.exists(file));
    assertFalse(Files.exists(folder.resolve("stems")));
  }

  @Test
  void songsAreAddedOnceAndCopiedOnlyIfAsked() throws IOException {
    sine("in/good/vocals.wav", 1);
    sine("in/good/drums.wav", 2);
    sine("in/sum/vocals.wav", 1);
    sine("in/sum/kick.wav", 1);
    sine("in/sum/snare.wav", 1);
    Path file = folder.resolve("mine.jsonl");
    Object[] words = {
      "add", folder.resolve("in"), "-m", file, "--licence", "CC0-1.0", "--artist", "me"
    };
    var first = run(words);
    assertTrue(first.out().endsWith("1 song taken\n"), first::out);
    assertFalse(Files.exists(folder.resolve("stems")));

    Object[] copying = Arrays.copyOf(words, words.length + 1);
    copying[words.length] = "--copy";
    var second = run(copying);
    assertTrue(
        second.out().contains("left out: song-good: is in the manifest already"), second::out);
    assertTrue(Files.exists(folder.resolve("stems/song-sum/drums.wav")));
    assertEquals(
        List.of("song-good", "song-sum"),
        ManifestFile.read(file).entries().stream().map(e -> e.id()).toList());
    assertEquals(new Run(0, "2 entries, 0 findings\n"), run("check", file));
  }

  @Test
  void musdb18HqIsTakenAsItIs() throws IOException {
    for (String stem : List.of("mixture", "drums", "bass", "other", "vocals")) {
      sine("musdb18hq/train/A Band - A Song/" + stem + ".wav", 2);
    }
    var run =
        run(
            "add",
            folder.resolve("musdb18hq"),
            "-m",
            folder.resolve("m.jsonl"),
            "--licence",
            "research only");
    assertEquals(
        "took song-train-a-band-a-song: bass = bass.wav; drums = drums.wav; mixture = mixture.wav; other = other.wav; vocals = vocals.wav;\n1 song taken\n",
        run.out());
  }

  @Test
  void mir1kIsTakenByItsChannels() throws IOException {
    sine("Wavfile/abjones_1_01.wav", 2);
    sine("Wavfile/mono.wav", 1);
    var run =
        run(
            "add",
            folder.resolve("Wavfile"),
            "-m",
            folder.resolve("m.jsonl"),
            "--licence",
            "research only",
            "--channels",
            "music=1 vocals=2",
            "--copy");
    assertEquals(
        """
        took song-abjones-1-01: music = abjones_1_01.wav channels 1; vocals = abjones_1_01.wav channels 2;
        left out: song-mono: %s: has 1 channel, the map asks for channel 2; correct --channels
        1 song taken
        """
            .formatted(folder.resolve("Wavfile/mono.wav")),
        run.out());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--channels|voice=1|--channels expects stem=number, from 1, such as \"music=1 vocals=2\", found \"voice=1\"",
        "--channels|vocals=0|--channels expects stem=number, from 1, such as \"music=1 vocals=2\", found \"vocals=0\"",
        "--tracks|drums=2|--tracks must name the vocals, found \"drums=2\""
      })
  void mapsThatMakeNoSenseAreRefused(String option, String map, String message) {
    assertEquals(
        new Run(2, message + "\n"),
        run("add", folder, "-m", folder.resolve("m.jsonl"), "--licence", "x", option, map));
  }

  @Test
  void aFolderWithoutSongsIsRefused() {
    Path none = folder.resolve("none");
    assertEquals(
        new Run(3, none + ": no such folder, expected a folder of songs\n"),
        run("add", none, "-m", folder.resolve("m.jsonl"), "--licence", "x"));
    assertEquals(
        new Run(
            3,
            folder
                + ": no song can be taken from it, for the reasons above; docs/datasets.md names the forms that can\n"),
        run("add", folder, "-m", folder.resolve("m.jsonl"), "--licence", "x"));
    assertFalse(Files.exists(folder.resolve("m.jsonl")));
  }
}
