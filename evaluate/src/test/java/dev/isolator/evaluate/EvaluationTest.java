package dev.isolator.evaluate;

import static dev.isolator.evaluate.TestSounds.noise;
import static dev.isolator.evaluate.TestSounds.sum;
import static dev.isolator.evaluate.TestSounds.wav;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.report.HtmlReport;
import dev.isolator.evaluate.score.SongScores;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final int FRAMES = 2 * TestSounds.RATE;

  @TempDir private Path folder = Path.of("");
  private Path songs = Path.of("");
  private Path estimates = Path.of("");
  private Path output = Path.of("");

  /// Two songs of two stems, and estimates of them: the first ones good, the second ones bad.
  @BeforeEach
  void twoSongs() throws IOException {
    folder = folder.toRealPath();
    songs = folder.resolve("songs");
    estimates = folder.resolve("other program");
    output = folder.resolve("out");
    for (int song = 1; song <= 2; song++) {
      float[][] vocals = noise(2, FRAMES, song);
      float[][] music = noise(2, FRAMES, 10 + song);
      wav(songs.resolve("song %d/vocals.wav".formatted(song)), vocals);
      wav(songs.resolve("song %d/music.wav".formatted(song)), music);
      double leak = song == 1 ? 0.1 : 0.7;
      wav(estimates.resolve("song %d/vocals.wav".formatted(song)), sum(vocals, leak, music));
      wav(estimates.resolve("song %d/music.wav".formatted(song)), sum(music, leak, vocals));
    }
  }

  private static final class Heard implements EvaluationListener {
    private final List<String> finished = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    @Override
    public void finished(String system, String song, int done, int total) {
      finished.add("%d/%d %s %s".formatted(done, total, system, song));
    }

    @Override
    public void problem(String message) {
      problems.add(message);
    }
  }

  private Evaluation.Result run(Heard heard, Candidate... candidates) throws AudioException {
    return new Evaluation(output, 1)
        .run(DataSet.open(songs, DataSet.Layout.AUTO, ""), List.of(candidates), heard);
  }

  private static double sdr(SongScores song, int stem) {
    return song.stems().get(stem).median().sdr();
  }

  @Test
  void everyCandidateIsScoredOnEverySong() throws IOException {
    var heard = new Heard();
    var mixture = Candidate.named("reference:mixture", SeparatorOptions.defaults());

    var result = run(heard, Candidate.folder(estimates), mixture);

    assertEquals(List.of(), result.failures());
    assertEquals(List.of(), heard.problems);
    assertEquals(
        List.of(
            "1/4 other program song 1",
            "2/4 reference:mixture song 1",
            "3/4 other program song 2",
            "4/4 reference:mixture song 2"),
        heard.finished);
    double good = sdr(result.scores().get(0), 0);
    double bad = sdr(result.scores().get(2), 0);
    assertTrue(good > bad + 10, () -> "%.1f and %.1f".formatted(good, bad));
    assertEquals(
        List.of("music", "vocals"),
        result.scores().getFirst().stems().stream().map(stem -> stem.stem()).toList());
    var csv = Files.readAllLines(output.resolve("scores.csv"));
    assertEquals("system,song,stem,sdr,isr,sir,sar,si_sdr,track_sdr", csv.getFirst());
    assertEquals(1 + 2 * 2 * 2, csv.size());
    assertTrue(csv.get(1).startsWith("other program,song 1,music,"), csv.get(1));
    assertTrue(Files.exists(new ListeningExcerpts(output).mixture("song 1")));
    assertTrue(
        Files.exists(new ListeningExcerpts(output).estimate("song 2", "other program", "vocals")));
  }

  @Test
  void whatWasScoredIsNotScoredAgainUnlessItsFilesChange() throws IOException {
    var first = run(new Heard(), Candidate.folder(estimates));
    var json = output.resolve("scores/other program/song 1.json");
    var marked = Files.readString(json).replace("\"songSeconds\": 2.0", "\"songSeconds\": 77.0");
    assertNotEquals(Files.readString(json), marked);
    Files.writeString(json, marked);

    var second = run(new Heard(), Candidate.folder(estimates));

    assertEquals(77, second.scores().getFirst().format().seconds());
    assertEquals(sdr(first.scores().getFirst(), 0), sdr(second.scores().getFirst(), 0), 1e-5);

    wav(estimates.resolve("song 1/music.wav"), noise(2, FRAMES + 1, 99));
    var third = run(new Heard(), Candidate.folder(estimates));

    assertEquals(2, third.scores().getFirst().format().seconds());
    assertEquals(
        List.of("estimate music has 16001 frames, the song 16000: its end was cut off"),
        third.scores().getFirst().notes());
  }

  @Test
  void scoresOfAnotherSchemaAreMadeAnewAndItIsSaid() throws IOException {
    run(new Heard(), Candidate.folder(estimates));
    var older = output.resolve("scores/other program/song 1.json");
    Files.writeString(older, Files.readString(older).replace("\"version\": 1", "\"version\": 0"));
    var broken = output.resolve("scores/other program/song 2.json");
    Files.writeString(broken, "{\"schema\":");

    var heard = new Heard();
    var result = run(heard, Candidate.folder(estimates));

    assertEquals(
        List.of(
            older
                + ": expected scores of schema version 1, found version 0; the song is scored again",
            broken
                + ": expected scores in JSON of schema isolator-scores, found something else; the song is scored again"),
        heard.problems);
    assertEquals(2, result.scores().size());
    assertTrue(Files.readString(older).contains("\"version\": 1"));
  }

  @Test
  void aSongWithoutEstimatesFailsAloneWithTheNamesThereAre() throws IOException {
    Files.move(estimates.resolve("song 1"), estimates.resolve("song one"));
    var heard = new Heard();

    var result = run(heard, Candidate.folder(estimates));

    assertEquals(List.of("song 2"), result.scores().stream().map(SongScores::song).toList());
    assertEquals(
        List.of(
            "song 1 by other program: %s: no such folder of estimates, expected one for each song; there are song 2, song one"
                .formatted(estimates.resolve("song 1"))),
        heard.problems);
  }

  @Test
  void wronglyNamedStemsAreToldApartFromMissingOnes() throws IOException {
    Files.move(estimates.resolve("song 1/vocals.wav"), estimates.resolve("song 1/voice.wav"));
    Files.move(estimates.resolve("song 2/vocals.wav"), estimates.resolve("song 2/voice.wav"));
    Files.delete(estimates.resolve("song 2/music.wav"));
    var heard = new Heard();

    var result = run(heard, Candidate.folder(estimates));

    assertEquals(
        List.of(
            "estimate voice is no stem of this song and was not scored; expected music, vocals",
            "no estimate of vocals: the other stems are scored without it"),
        result.scores().getFirst().notes());
    assertEquals(
        List.of(
            "song 2 by other program: %s: expected stems named music, vocals, found voice; rename them"
                .formatted(estimates.resolve("song 2"))),
        heard.problems);
  }

  @Test
  void estimatesOfAnotherRateOrOtherChannelsAreRefused() throws AudioException {
    var fast = wav(estimates.resolve("song 1/music.wav"), noise(2, FRAMES, 1), 16_000);
    var mono = wav(estimates.resolve("song 2/music.wav"), noise(1, FRAMES, 1));

    var heard = new Heard();
    run(heard, Candidate.folder(estimates));

    assertEquals(
        List.of(
            "song 1 by other program: %s: expected 8000 Hz as the references have, found 16000 Hz; convert the estimates"
                .formatted(fast),
            "song 2 by other program: %s: expected 2 channels as the references have, found 1; convert the estimates"
                .formatted(mono)),
        heard.problems);
  }

  @Test
  void aSilentSongIsUndefinedAndItIsSaid() throws IOException {
    wav(songs.resolve("song 1/vocals.wav"), new float[2][FRAMES]);

    var song = run(new Heard(), Candidate.folder(estimates)).scores().getFirst();

    assertTrue(Double.isNaN(sdr(song, 0)));
    assertTrue(Double.isFinite(song.stems().get(1).trackSdr()));
    assertEquals(
        List.of("reference vocals is silent: BSS Eval is undefined for the song"), song.notes());
    assertTrue(
        Files.readAllLines(output.resolve("scores.csv")).stream()
            .anyMatch(line -> line.matches("other program,song 1,vocals,,,,,,-?\\d+\\.\\d{3}")));
  }

  @Test
  void aBrokenSongFailsAndTheOthersAreScored() throws IOException {
    Files.writeString(songs.resolve("song 1/vocals.wav"), "this is no sound");
    var heard = new Heard();

    var result = run(heard, Candidate.folder(estimates));

    assertEquals(1, result.scores().size());
    assertEquals(1, result.failures().size());
    assertTrue(
        heard.problems.getFirst().startsWith("song 1: " + songs.resolve("song 1/vocals.wav")));
    assertEquals(2, heard.finished.size());
  }

  @Test
  void manyStemsAreScoredTogetherAndMusicAsTheirSum() throws IOException {
    var song = songs.resolve("song 1");
    Files.delete(song.resolve("music.wav"));
    float[][] drums = noise(2, FRAMES, 5);
    float[][] bass = noise(2, FRAMES, 6);
    wav(song.resolve("drums.wav"), drums);
    wav(song.resolve("bass.wav"), bass);
    var guess = estimates.resolve("song 1");
    Files.delete(guess.resolve("music.wav"));
    wav(guess.resolve("drums.wav"), sum(drums, 0.2, bass));
    wav(guess.resolve("bass.wav"), sum(bass, 0.2, drums));

    var stems = run(new Heard(), Candidate.folder(estimates)).scores().getFirst().stems();

    assertEquals(
        List.of("bass", "drums", "vocals", "music"),
        stems.stream().map(stem -> stem.stem()).toList());
    // What leaks between drums and bass stays within the music: its SDR is that of 1.2 for 1.
    assertEquals(14, stems.get(3).median().sdr(), 0.1);
  }

  @Test
  void theReportHoldsScoresPicturesAndSounds() throws IOException {
    var result = run(new Heard(), Candidate.folder(estimates));
    var page = output.resolve("report.html");

    HtmlReport.write(page, "Two </script> songs", result, new ListeningExcerpts(output));

    var html = Files.readString(page);
    assertTrue(html.contains("\"Two <\\/script> songs\""));
    assertFalse(html.contains("@DATA@"));
    assertEquals(5 * 2, html.split("data:audio/mpeg;base64,", -1).length - 1); // two songs
    assertEquals(5 * 2, html.split("data:image/png;base64,", -1).length - 1);
    assertFalse(html.contains("http://") && !html.contains("http://www.w3.org/2000/svg"));
    assertFalse(html.contains("https://"));
  }

  @Test
  void theDefaultModelIsRunAndMeasured() throws IOException {
    for (var stem : List.of("vocals", "music")) {
      Files.delete(songs.resolve("song 2").resolve(stem + ".wav"));
    }
    try (var model = Candidate.named("", SeparatorOptions.defaults())) {
      var song = run(new Heard(), model).scores().getFirst();

      assertEquals(
          List.of("vocals", "music"), song.stems().stream().map(stem -> stem.stem()).toList());
      assertTrue(song.realTimeFactor() > 0);
      assertTrue(song.cost().peakBytes() > 1_000_000);
      assertEquals(model.name(), song.system());
    }
  }

  @Test
  void oraclesAreBetterThanTheMixture() throws IOException {
    var irm = Candidate.named("oracle:irm", SeparatorOptions.defaults());
    var mixture = Candidate.named("reference:mixture", SeparatorOptions.defaults());

    var scores = run(new Heard(), irm, mixture).scores();

    assertTrue(sdr(scores.get(0), 0) > sdr(scores.get(1), 0) + 3);
  }

  @Test
  void twoSystemsOfOneNameAreRefused() throws AudioException {
    var folderOnce = Candidate.folder(estimates);
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> run(new Heard(), folderOnce, folderOnce));
    assertEquals(
        "expected systems of different names, found other program twice; rename a folder",
        e.getMessage());
  }

  @Test
  void whoIsNotThereIsRefused() {
    var none = folder.resolve("none");
    var e = assertThrows(AudioException.class, () -> Candidate.folder(none));
    assertEquals(
        none + ": no such folder, expected estimates as SONG/STEM.wav; check the name",
        e.getMessage());
    assertThrows(
        ModelException.class, () -> Candidate.named("oracle:delphi", SeparatorOptions.defaults()));
  }

  @Test
  void namesBecomeFileNamesEverywhere() {
    assertEquals("reference_repet-sim", PortableFileName.of("reference:repet-sim"));
    assertEquals("AC_DC - T.N.T_", PortableFileName.of("AC/DC - T.N.T."));
    assertEquals("_", PortableFileName.of(".."));
    assertEquals("Größe", PortableFileName.of("Größe"));
  }
}
