package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeparateTest {
  @TempDir private Path folder = Path.of("replaced");

  @Test
  void oneSongGivesTwoFilesAndOneLine() throws IOException {
    var song = WavFile.song(folder.resolve("song.wav"), 1.5);
    var out = folder.resolve("out");

    var run = Run.isolator("separate", song, "-o", out);

    var vocals = out.resolve("song/vocals.wav");
    var music = out.resolve("song/music.wav");
    assertEquals("", run.err());
    assertTrue(
        run.out()
            .matches(
                "\\Q%s: 0:02 in \\E\\d+\\.\\d s, [0-9.]+x real time: \\Q%s, %s\\E\n"
                    .formatted(song, vocals, music)),
        run.out());
    assertEquals(0, run.code());
    assertEquals(List.of("song/music.wav", "song/vocals.wav"), files(out));
    assertEquals(66_150, WavFile.frames(vocals));
    assertEquals(66_150, WavFile.frames(music));
  }

  @Test
  void musicOfAModelWithMoreStemsIsTheSumOfAllButVocals() throws IOException {
    var song = WavFile.song(folder.resolve("song.wav"), 0.5);
    var both = folder.resolve("both");
    var one = folder.resolve("one");
    var drums = folder.resolve("drums");

    assertEquals(
        new Run(0, "", ""),
        Run.isolator(
            "separate", "-q", "--model", "studio-4", "--two-stems", "vocals", song, "-o", both));
    assertEquals(
        new Run(0, "", ""),
        Run.isolator(
            "separate", "-q", "-n", "studio-4", "--keep", "Instrumental", song, "--out", one));
    assertEquals(
        new Run(0, "", ""),
        Run.isolator(
            "separate", "-q", "-n", "studio-4", "--two-stems=Drums", song, "--out", drums));

    assertEquals(List.of("song/music.wav", "song/vocals.wav"), files(both));
    assertEquals(List.of("song/music.wav"), files(one));
    assertEquals(List.of("song/drums.wav", "song/no_drums.wav"), files(drums));
    assertEquals(-1, Files.mismatch(both.resolve("song/music.wav"), one.resolve("song/music.wav")));
  }

  @Test
  void standardQualityIsTheDefaultModelAndAnEnsembleIsNamed() throws IOException {
    var song = WavFile.song(folder.resolve("song.wav"), 0.5);
    var plain = folder.resolve("plain");
    var standard = folder.resolve("standard");

    Run.isolator("separate", "-q", song, "-o", plain);
    Run.isolator("separate", "-q", "--quality", "standard", song, "-o", standard);
    var best =
        Run.isolator("separate", "--json", "--quality=best", song, "-o", folder.resolve("best"));

    for (var stem : List.of("song/music.wav", "song/vocals.wav")) {
      assertEquals(-1, Files.mismatch(plain.resolve(stem), standard.resolve(stem)));
    }
    assertTrue(best.out().contains("\"model\":\"best "), best.out());
    assertEquals(0, best.code());
  }

  @Test
  void aMemberThatIsNotThereIsAModelError() throws IOException {
    var song = WavFile.song(folder.resolve("song.wav"), 0.5);

    var run = Run.isolator("separate", "--model", "studio-vocals,nobody", song, "-o", folder);

    assertTrue(
        run.err().startsWith("isolator: studio-vocals,nobody: nobody: no model of that name; "),
        run.err());
    assertEquals(ExitCode.MODEL.number(), run.code());
  }

  @Test
  void aStemFileHoldsAllStems() throws IOException {
    var song = WavFile.song(folder.resolve("song.wav"), 0.5);
    var out = folder.resolve("out");

    var run = Run.isolator("separate", "-q", "--format", "stem", song, "-o", out);
    var named =
        Run.isolator(
            "separate", "-q", "--format=stem-alac", "--name", "for {song}", song, "-o", out);

    assertEquals(new Run(0, "", ""), run);
    assertEquals(new Run(0, "", ""), named);
    assertEquals(List.of("for song.stem.mp4", "song.stem.mp4"), files(out));
  }

  @Test
  void optionsOfOtherProgramsMeanOurs() throws IOException {
    var song = WavFile.song(folder.resolve("song.wav"), 0.5);
    var out = folder.resolve("out");

    for (int i = 0; i < 2; i++) {
      assertEquals(
          new Run(0, "", ""),
          Run.isolator(
              "separate",
              "-q",
              "--mp3",
              "--mp3-bitrate=320k",
              "-d",
              "cpu",
              "-y",
              "-ss",
              "0.1",
              song,
              "--out",
              out));
    }
    assertEquals(
        new Run(0, "", ""),
        Run.isolator(
            "separate", "-q", "--float32", "--force", "--keep", "Vocals", song, "-o", out));

    assertEquals(List.of("song/music.mp3", "song/vocals.mp3", "song/vocals.wav"), files(out));
  }

  @Test
  void songCalledMixtureHasItsFoldersName() throws IOException {
    var song =
        WavFile.song(Files.createDirectory(folder.resolve("A song")).resolve("mixture.wav"), 0.1);
    var out = folder.resolve("out");

    Run.isolator("separate", song, "-o", out);

    assertEquals(List.of("A song/music.wav", "A song/vocals.wav"), files(out));
  }

  @Test
  void quietSaysNothing() throws IOException {
    var song = WavFile.song(folder.resolve("song.wav"), 0.1);

    var run = Run.isolator("separate", "-q", song, "-o", folder.resolve("out"));

    assertEquals(new Run(0, "", ""), run);
  }

  @Test
  void jsonIsOneLineASongAlsoForFailures() throws IOException {
    var song = WavFile.song(folder.resolve("söng 🎤.wav"), 44_100, 1, 44_100, 1);
    var text = Files.writeString(folder.resolve("notes.txt"), "no song");
    var out = folder.resolve("out");

    var run = Run.isolator("separate", "--json", "--keep", "vocals", song, text, "-o", out);
    var again =
        Run.isolator("separate", "--json", "--keep", "vocals", "--skip-existing", song, "-o", out);

    var lines = run.out().lines().map(SeparateTest::json).toList();
    assertEquals(2, lines.size());
    var done = lines.getFirst();
    assertEquals("isolator-separation", done.get("schema").getAsString());
    assertEquals(1, done.get("version").getAsInt());
    assertEquals("done", done.get("status").getAsString());
    assertEquals(song.toString(), done.get("input").getAsString());
    assertEquals(44_100, done.get("frames").getAsLong());
    assertEquals(1.0, done.get("seconds").getAsDouble());
    assertEquals(1, done.get("channels").getAsInt());
    assertEquals("exact", done.get("gapless").getAsString());
    var stem = done.getAsJsonArray("stems").get(0).getAsJsonObject();
    assertEquals(1, done.getAsJsonArray("stems").size());
    assertEquals("vocals", stem.get("name").getAsString());
    assertTrue(Files.exists(Path.of(stem.get("file").getAsString())));
    var failed = lines.getLast();
    assertEquals("failed", failed.get("status").getAsString());
    assertEquals("unsupported", failed.get("kind").getAsString());
    assertEquals(4, failed.get("exitCode").getAsInt());
    assertEquals(4, run.code());
    var skipped = json(again.out());
    assertEquals("skipped", skipped.get("status").getAsString());
    assertEquals(
        out.resolve("söng 🎤/vocals.wav").toString(),
        skipped.getAsJsonArray("skippedFiles").get(0).getAsString());
    assertEquals(0, again.code());
    assertEquals(done.keySet(), failed.keySet(), "the keys never depend on the outcome");
    assertEquals(done.keySet(), skipped.keySet());
  }

  @Test
  void stemsThatExistAreRefusedOverwrittenOrLeftAsTheUserSays() throws IOException {
    var song = WavFile.song(folder.resolve("song.wav"), 0.1);
    var out = folder.resolve("out");
    var vocals = out.resolve("song/vocals.wav");
    Files.createDirectories(vocals.getParent());
    Files.writeString(vocals, "mine");

    var refused = Run.isolator("separate", song, "-o", out);

    assertEquals(
        "isolator: %s: %s exists; --overwrite replaces it, --skip-existing leaves such songs out\n"
            .formatted(song, vocals),
        refused.err());
    assertEquals(ExitCode.UNWRITABLE.number(), refused.code());
    assertEquals(List.of("song/vocals.wav"), files(out));

    var overwritten = Run.isolator("separate", "--overwrite", song, "-o", out);

    assertEquals(0, overwritten.code());
    assertEquals(4410, WavFile.frames(vocals));

    Files.writeString(vocals, "mine");
    var skipped = Run.isolator("separate", "--skip-existing", song, "-o", out);

    assertEquals(
        "%s: skipped, has %s, %s\n".formatted(song, vocals, out.resolve("song/music.wav")),
        skipped.out());
    assertEquals(0, skipped.code());
    assertEquals("mine", Files.readString(vocals));
  }

  @Test
  void folderIsTakenWithAllBelowItButNotWithStemsOfOurs() throws IOException {
    Files.createDirectories(folder.resolve("in/deep"));
    WavFile.song(folder.resolve("in/b.wav"), 0.1);
    WavFile.song(folder.resolve("in/deep/a.wav"), 0.1);
    Files.writeString(folder.resolve("in/cover.jpg"), "no song");
    var out = folder.resolve("in/separated");

    Run.isolator("separate", folder.resolve("in"), "-o", out);
    var again = Run.isolator("separate", "--overwrite", folder.resolve("in"), "-o", out);

    assertEquals(List.of("a/music.wav", "a/vocals.wav", "b/music.wav", "b/vocals.wav"), files(out));
    assertEquals(
        """
        isolator: skipped 4 files made by Isolator
        isolator: left out 1 file that is not sound by its name (jpg); name one of them to read it all the same
        """,
        again.err());
    assertEquals(2, again.out().lines().count());
    assertEquals(0, again.code());
  }

  @Test
  void twoSongsOfOneNameNeverOverwriteEachOther() throws IOException {
    Files.createDirectory(folder.resolve("live"));
    var first = WavFile.song(folder.resolve("song.wav"), 0.1);
    var second = WavFile.song(folder.resolve("live/SONG.wav"), 0.2);
    var out = folder.resolve("out");

    var run = Run.isolator("separate", "--overwrite", "--keep", "music", first, second, "-o", out);

    assertEquals(0, run.code());
    assertEquals(List.of("SONG (2)/music.wav", "song/music.wav"), files(out));
    assertEquals(4410, WavFile.frames(out.resolve("song/music.wav")));
    assertEquals(8820, WavFile.frames(out.resolve("SONG (2)/music.wav")));
  }

  @Test
  void badSongDoesNotStopTheBatchAndGivesTheExitCode() throws IOException {
    var missing = folder.resolve("missing.mp3");
    var empty = Files.createFile(folder.resolve("empty.mp3"));
    var good = WavFile.song(folder.resolve("good.wav"), 0.1);
    var out = folder.resolve("out");

    var run = Run.isolator("separate", missing, empty, good, "-o", out);

    var lines = run.err().lines().toList();
    assertEquals(3, lines.size(), run.err());
    assertTrue(lines.get(0).startsWith("isolator: " + missing + ": "), run.err());
    assertTrue(lines.get(1).startsWith("isolator: " + empty + ": "), run.err());
    assertEquals("isolator: 2 of 3 failed", lines.get(2));
    assertEquals(ExitCode.UNREADABLE.number(), run.code());
    assertEquals(List.of("good/music.wav", "good/vocals.wav"), files(out));
  }

  @Test
  void patternFormatDepthAndMixAreWhatTheUserSays() throws IOException {
    var song = WavFile.song(folder.resolve("song.wav"), 0.5);
    var out = folder.resolve("out");

    var run =
        Run.isolator(
            "separate",
            song,
            "-o",
            out,
            "--name",
            "{song} - {stem}",
            "--format",
            "flac",
            "--bits",
            "24",
            "--keep",
            "music",
            "--mix",
            "guide:vocals=-12dB");

    assertEquals("", run.err());
    assertEquals(List.of("song - guide.flac", "song - music.flac"), files(out));
    assertEquals(24, bitsOfFlac(out.resolve("song - music.flac")));
  }

  @Test
  void partOfASongIsThatLong() throws IOException {
    var song = WavFile.song(folder.resolve("song.wav"), 3);
    var out = folder.resolve("out");

    var run = Run.isolator("separate", song, "--start", "0:01.5", "--duration", "1", "-o", out);

    assertEquals("", run.err());
    assertEquals(44_100, WavFile.frames(out.resolve("song/vocals.wav")));
  }

  @Test
  void pipeChangesNoBit() throws IOException {
    var song = WavFile.song(folder.resolve("stdin.wav"), 1);
    var fromFile = folder.resolve("file");
    var fromPipe = folder.resolve("pipe");

    Run.isolator("separate", song, "-o", fromFile);
    try (var in = Files.newInputStream(song)) {
      var run = Run.reading(in, "separate", "-", "-o", fromPipe);
      assertEquals("", run.err());
      assertTrue(run.out().startsWith("-: 0:01 in "), run.out());
    }

    assertEquals(files(fromFile), files(fromPipe));
    for (var file : files(fromFile)) {
      assertArrayEquals(
          Files.readAllBytes(fromFile.resolve(file)), Files.readAllBytes(fromPipe.resolve(file)));
    }
  }

  @Test
  void anyNameWillDo() throws IOException {
    var out = folder.resolve("out");
    var names =
        List.of(
            "-song.wav",
            "Ünï cödé.wav",
            "🎤 karaoke 🎶.wav",
            "歌.wav",
            "a'b\"c $(d).wav",
            "@at.wav");
    for (var name : names) {
      WavFile.song(folder.resolve(name), 0.05);
    }

    var run = Run.isolator("separate", "--keep", "vocals", folder, "-o", out);

    assertEquals("", run.err());
    assertEquals(
        Set.of(
            "-song/vocals.wav",
            "Ünï cödé/vocals.wav",
            "🎤 karaoke 🎶/vocals.wav",
            "歌/vocals.wav",
            "a'b_c $(d)/vocals.wav",
            "@at/vocals.wav"),
        Set.copyOf(files(out)));
  }

  @Test
  void acceleratorThatIsNotThereIsToldAndTheProcessorTaken() throws IOException {
    var song = WavFile.song(folder.resolve("song.wav"), 0.05);
    var out = folder.resolve("out");

    var run =
        Run.isolator(
            "separate", "--json", "--precision=float", "--accelerator=coreml", song, "-o", out);

    assumeTrue(run.err().contains("does not support it"), "this ONNX Runtime has CoreML");
    assertEquals(
        "isolator: runs on cpu: CoreML was asked for, but this ONNX Runtime does not support it\n",
        run.err());
    assertEquals(
        "cpu: CoreML was asked for, but this ONNX Runtime does not support it",
        json(run.out()).get("accelerator").getAsString());
    assertEquals(0, run.code());
  }

  @Test
  void songIsNeverReplacedByItsOwnStem() throws IOException {
    var song = WavFile.song(folder.resolve("vocals.wav"), 0.1);
    var before = Files.readAllBytes(song);

    var run = Run.isolator("separate", "--overwrite", song, "--name", "{stem}", "-o", folder);

    assertEquals(
        "isolator: %s: its stem %s would replace a song of this batch; choose another -o or --name\n"
            .formatted(song, song),
        run.err());
    assertEquals(ExitCode.UNWRITABLE.number(), run.code());
    assertArrayEquals(before, Files.readAllBytes(song));
    assertEquals(List.of("vocals.wav"), files(folder));
  }

  private static JsonObject json(String line) {
    return JsonParser.parseString(line).getAsJsonObject();
  }

  private static int bitsOfFlac(Path file) throws IOException {
    var header = Files.readAllBytes(file); // RFC 9639, section 8.2: bits a sample less one
    return ((header[20] & 1) << 4 | (header[21] & 0xF0) >> 4) + 1;
  }

  /// All files below a folder, sorted, with `/`.
  static List<String> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }
}
