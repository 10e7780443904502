package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `isolator activity`: by the energy of the default model's vocal stem (`--by own`), and by a
/// model that does nothing else.
class ActivityTest {
  @TempDir private Path folder = Path.of("replaced");

  private Path song(String name, double seconds) throws IOException {
    return WavFile.song(folder.resolve(name), seconds);
  }

  private static JsonObject json(String line) {
    return JsonParser.parseString(line).getAsJsonObject();
  }

  @Test
  void labelsGoToStandardOutputAndSayWhereTheyAreFrom() throws IOException {
    var run =
        Run.isolator("activity", "--by", "own", "--on", "0", "--off", "0", song("söng 🎤.wav", 1));

    assertEquals("", run.err());
    assertEquals("0.000000\t1.000000\tvoice (stem energy)\n", run.out());
    assertEquals(0, run.code());
  }

  /// A network that is known by heart: somebody sings where it is loud. Core's test class
  /// VoiceModel wrote it.
  private static Path detector() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(ActivityTest.class.getResource("loud-detector-1.onnx")).toURI());
  }

  @Test
  void aModelThatDoesNothingElseSaysItByEitherOption() throws Exception {
    var song = song("song.wav", 1);
    for (var option : List.of("--by", "--model")) {
      var run = Run.isolator("activity", "--format", "json", option, detector(), song);

      assertEquals("", run.err());
      var done = json(run.out());
      assertEquals("voice network", done.get("source").getAsString());
      assertEquals("loud-detector 1", done.get("model").getAsString());
      assertEquals(1, done.get("voiceSeconds").getAsDouble());
    }
    var model = Run.isolator("activity", "--format", "json", "--model", "studio-vocals", song);
    assertEquals("stem energy", json(model.out()).get("source").getAsString());
  }

  @Test
  void aModelThatTakesNothingApartIsRefusedByTheOtherCommands() throws Exception {
    var run = Run.isolator("separate", "--model", detector(), song("song.wav", 1));
    var shown = Run.isolator("models", "show", detector());
    var by = Run.isolator("activity", "--by", "studio-vocals", song("song.wav", 1));

    assertEquals(ExitCode.MODEL.number(), run.code());
    assertTrue(
        run.err()
            .startsWith(
                "isolator: loud-detector says where somebody sings and takes nothing apart; to hear where, use isolator activity, to separate, choose one of studio-vocals, "),
        run.err());
    assertTrue(shown.out().contains("where somebody sings"), shown.out());
    assertEquals(
        "isolator: studio-vocals: expected a model that says where somebody sings, such as voice-activity, found one that takes songs apart; choose another one (isolator models list)",
        by.err().strip());
  }

  @Test
  void theEndingChoosesTheFormat() throws IOException {
    var song = song("song.wav", 1);
    var table = folder.resolve("a.csv");

    var run = Run.isolator("activity", "--by", "own", "--on", "0", "--off", "0", song, "-o", table);

    assertEquals(
        "%s: 0:01 of voice in 0:01, 1 span, by stem energy: %s\n".formatted(song, table),
        run.out());
    assertEquals("start,end,source\n0.000000,1.000000,stem energy\n", Files.readString(table));
    var odd = Run.isolator("activity", song, "-o", folder.resolve("a.doc"));
    assertEquals(
        "isolator: %s: expected a name that ends in .txt, .json, .csv or .png, or a --format; isolator activity --help shows what it takes\n"
            .formatted(folder.resolve("a.doc")),
        odd.err());
    assertEquals(ExitCode.USAGE.number(), odd.code());
  }

  @Test
  void jsonIsOneLineASongAlsoForFailures() throws IOException {
    var song = song("song.wav", 1);
    var text = Files.writeString(folder.resolve("notes.txt"), "no song");

    var run =
        Run.isolator("activity", "--by", "own", "--format", "json", "--start", "0.5", song, text);

    var lines = run.out().lines().map(ActivityTest::json).toList();
    assertEquals(2, lines.size());
    var done = lines.getFirst();
    assertEquals("isolator-activity", done.get("schema").getAsString());
    assertEquals("done", done.get("status").getAsString());
    assertEquals("stem energy", done.get("source").getAsString());
    assertEquals(22_050, done.get("frames").getAsLong());
    assertTrue(done.get("voice").isJsonArray());
    var failed = lines.getLast();
    assertEquals("failed", failed.get("status").getAsString());
    assertEquals(4, failed.get("exitCode").getAsInt());
    assertEquals(done.keySet(), failed.keySet());
    assertEquals(4, run.code());
  }

  @Test
  void severalSongsGetAFileEachAndLabelsOfTheirOwn() throws IOException {
    Files.createDirectories(folder.resolve("in/deep"));
    WavFile.song(folder.resolve("in/a.wav"), 0.3);
    WavFile.song(folder.resolve("in/deep/A.wav"), 0.3);
    var out = folder.resolve("out");

    var refused = Run.isolator("activity", folder.resolve("in"));
    var run = Run.isolator("activity", folder.resolve("in"), "-o", out);
    var again = Run.isolator("activity", folder.resolve("in"), "-o", out);
    var skipped = Run.isolator("activity", "--skip-existing", folder.resolve("in"), "-o", out);

    assertEquals(
        "isolator: 2 songs in one stream cannot be told apart; choose a folder with -o, or --format json; isolator activity --help shows what it takes\n",
        refused.err());
    assertEquals(0, run.code(), run.err());
    assertEquals(List.of("A (2).txt", "a.txt"), SeparateTest.files(out));
    assertEquals(ExitCode.UNWRITABLE.number(), again.code());
    assertEquals(
        "isolator: %s: %s exists; --overwrite replaces it, --skip-existing leaves such songs out"
            .formatted(folder.resolve("in/a.wav"), out.resolve("a.txt")),
        again.err().lines().findFirst().orElseThrow());
    assertTrue(skipped.out().contains("a.wav: skipped, has "), skipped.out());
    assertEquals(0, skipped.code());
  }

  @Test
  void aPipeGivesWhatAFileGives() throws IOException {
    var song = song("song.wav", 1);
    var pipe = new ByteArrayInputStream(Files.readAllBytes(song));

    var fromFile = Run.isolator("activity", "--format", "csv", song);
    var fromPipe = Run.reading(pipe, "activity", "--format", "csv", "-");

    assertEquals(fromFile, fromPipe);
  }

  @Test
  void aPictureShowsTheWaveAndShadesTheVoice() throws IOException {
    var song = song("song.wav", 2);
    var all = folder.resolve("all.png");
    var none = folder.resolve("none.png");

    Run.isolator("activity", "--by", "own", "--on", "0", "--off", "0", song, "-o", all);
    Run.isolator("activity", "--by", "own", "--on", "1", "--off", "1", song, "-o", none);

    assertEquals(0xffffffff, at(all, 5, 2), "the margin");
    int shades = 0;
    for (int x = 600; x < 608; x++) {
      shades += at(all, x, 2) == 0xfff0c3cd ? 1 : 0;
      assertEquals(0xffffffff, at(none, x, 2), "no voice at 100 %");
    }
    assertEquals(4, shades, "striped: it is a guess");
    assertEquals(0xff2d3c78, at(all, 600, 89), "the wave");
    assertTrue(
        new String(Files.readAllBytes(all), java.nio.charset.StandardCharsets.ISO_8859_1)
            .contains("voice activity by stem energy of studio-vocals"));
  }

  private static int at(Path picture, int x, int y) throws IOException {
    BufferedImage image = ImageIO.read(picture.toFile());
    assertEquals(1200, image.getWidth());
    return image.getRGB(x, y);
  }

  @Test
  void aSongIsNeverReplacedByItsResult() throws IOException {
    var song = song("song.wav", 0.2);
    var before = Files.readAllBytes(song);

    var run = Run.isolator("activity", "--overwrite", "--format", "csv", song, "-o", song);

    assertEquals(
        "isolator: %s: its result %s would replace a song of this batch; choose another -o\n"
            .formatted(song, song),
        run.err());
    assertArrayEquals(before, Files.readAllBytes(song));
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    var song = song("song.wav", 0.1);

    var thresholds = Run.isolator("activity", "--on", "0.3", "--off", "0.4", song);
    var missing =
        Run.isolator("activity", folder.resolve("none.mp3"), "-o", folder.resolve("a.txt"));

    assertEquals(
        "isolator: --off must be from 0 to --on, and that at most 1; were 0.4 and 0.3; isolator activity --help shows what it takes\n",
        thresholds.err());
    assertEquals(ExitCode.UNREADABLE.number(), missing.code());
    assertFalse(Files.exists(folder.resolve("a.txt")));
  }
}
