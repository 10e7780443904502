package dev.isolator.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.file.Sha256;
import dev.isolator.model.ModelException;
import dev.isolator.render.ClipPolicy;
import dev.isolator.spark.LocalSpark;
import dev.isolator.spark.SmallSongs;
import dev.isolator.spark.song.SongTable;
import dev.isolator.spark.work.ActivityWork;
import dev.isolator.spark.work.MaskWork;
import dev.isolator.spark.work.ModelPlace;
import dev.isolator.spark.work.SongSettings;
import dev.isolator.spark.work.StemSettings;
import dev.isolator.spark.work.StemWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Catalogues of songs of a second, through Spark in this JVM and the quickest method; masks by the
/// smallest network.
class CatalogueRunTest {
  private static final String MODEL = "reference:centre";
  private static final int SONGS = 5;

  @TempDir private Path folder = Path.of("");
  private Path songs = Path.of("");

  @BeforeEach
  void writeSongs() {
    songs = folder.resolve("songs");
    for (int i = 0; i < SONGS; i++) {
      SmallSongs.write(songs.resolve("song-" + i + ".wav"), 0.6 + 0.3 * i, i);
    }
  }

  @SuppressWarnings("NullAway.Init") // each test opens it
  private SparkSession spark;

  @AfterEach
  void stop() {
    spark.stop();
  }

  private void open(int processors) {
    spark = LocalSpark.open(processors, folder);
  }

  private SongSettings settings() throws ModelException {
    return SongSettings.of(ModelPlace.of(MODEL, spark.sparkContext()));
  }

  private StemWork stems() throws ModelException {
    return new StemWork(settings(), StemSettings.defaults());
  }

  private RunSummary run(Work work, String output) throws IOException {
    var run = CatalogueRun.of(spark, folder.resolve(output).toString(), folder.toString());
    return run.run(work, new SongTable(spark).read(songs.toString()), RunProgress.NONE);
  }

  private List<Row> rows(RunSummary summary) {
    return spark.read().parquet(summary.table()).orderBy("uri").collectAsList();
  }

  /// Hash of a stem to nothing but the hash: the same files, wherever they are.
  private static Map<String, String> hashes(Path root, String ending) throws IOException {
    var found = new TreeMap<String, String>();
    try (var all = Files.walk(root)) {
      for (var file : all.filter(path -> path.toString().endsWith(ending)).toList()) {
        found.put(Sha256.of(file), String.valueOf(file.getFileName()));
      }
    }
    return found;
  }

  private Map<String, String> plain() throws IOException {
    try (var separator =
        Separator.open(SeparatorOptions.defaults().withModel(MODEL).withThreads(1))) {
      for (int i = 0; i < SONGS; i++) {
        separator.separate(songs.resolve("song-" + i + ".wav")).writeTo(folder.resolve("plain"));
      }
    }
    return hashes(folder.resolve("plain"), ".wav");
  }

  @ParameterizedTest(name = "local[{0}]")
  @ValueSource(ints = {1, 2, 4})
  void theBytesAreThoseOfThePlainCommand(int processors) throws IOException {
    open(processors);

    var summary = run(stems(), "out");

    assertEquals(SONGS, summary.done());
    assertEquals(0, summary.failed());
    assertEquals(plain(), hashes(folder.resolve("out"), ".wav"));
    assertFalse(Files.exists(folder.resolve("out/_temporary")), "temporary files are left");
  }

  @Test
  void aBrokenSongIsARowAndTheOthersAreDone() throws IOException {
    byte[] whole = Files.readAllBytes(SmallSongs.write(songs.resolve("song-9.flac"), 1, 9));
    Files.write(songs.resolve("song-9.flac"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(songs.resolve("text.mp3"), "no music");
    open(2);

    var summary = run(stems(), "out");

    assertEquals(SONGS, summary.done());
    assertEquals(2, summary.failed());
    var rows = rows(summary);
    assertEquals(SONGS + 2, rows.size());
    Row broken = rows.get(SONGS);
    assertEquals("failed", broken.getAs("state"));
    assertEquals("CORRUPT", broken.getAs("failure"));
    String message = broken.getAs("message");
    assertTrue(
        message.matches(
            "file:.*/songs/song-9.flac: ends after \\d+ of 22050 frames; fetch it again, or pass --allow-truncated"),
        message);
    assertEquals("UNSUPPORTED", rows.get(SONGS + 1).getAs("failure"));
    assertEquals("done", rows.getFirst().getAs("state"));
    assertEquals(0.6, rows.getFirst().getAs("song_seconds"), 1e-3);
    assertEquals(List.of("music.wav", "vocals.wav"), names(rows.getFirst()));
  }

  private static List<String> names(Row row) {
    return row.<String>getList(row.fieldIndex("files")).stream()
        .map(file -> file.substring(file.lastIndexOf('/') + 1))
        .toList();
  }

  @Test
  void whatIsDoneIsSkippedAndWhatHasChangedIsNot() throws IOException {
    open(2);
    run(stems(), "out");
    Files.delete(markers().getFirst()); // as of a song whose executor died before its marker
    SmallSongs.write(songs.resolve("song-3.wav"), 1, 33);

    var second = run(stems(), "out");

    assertEquals(2, second.done());
    assertEquals(SONGS - 2, second.skipped());
    assertEquals(0, second.failed());
  }

  private List<Path> markers() throws IOException {
    try (var all = Files.walk(folder.resolve("out"))) {
      return all.filter(path -> path.endsWith("_done")).sorted().toList();
    }
  }

  @Test
  void otherOptionsAreOtherResults() throws IOException {
    open(2);
    var first = run(stems(), "out");
    var vocals =
        new StemSettings(
            Container.FLAC, null, 0, ClipPolicy.GAIN, List.of("vocals"), List.of("vocals=-12"));

    var second = run(new StemWork(settings(), vocals), "out");

    assertEquals(SONGS, second.done());
    assertNotEquals(
        rows(first).getFirst().<String>getAs("key"), rows(second).getFirst().<String>getAs("key"));
    assertEquals(
        List.of("mix (vocals -12 dB).flac", "vocals.flac"), names(rows(second).getFirst()));
  }

  @Test
  void songsThatAreNotThereAreRows() throws IOException {
    open(2);
    var table = folder.resolve("songs.csv");
    Files.writeString(table, "uri,seconds\nsongs/song-0.wav,0.6\nsongs/none.wav,\n");
    var run = CatalogueRun.of(spark, folder.resolve("out").toString(), folder.toString());

    var summary = run.run(stems(), new SongTable(spark).read(table.toString()), RunProgress.NONE);

    assertEquals(1, summary.done());
    assertEquals(
        List.of(
            new RunSummary.Failure(
                "file:" + folder + "/songs/none.wav",
                "UNREADABLE",
                "file:"
                    + folder
                    + "/songs/none.wav: no such file, expected a song; check its URI")),
        summary.failures());
  }

  @Test
  void twoSongsOfTheSameBytesAreSeparatedOnce() throws IOException {
    Files.copy(songs.resolve("song-0.wav"), songs.resolve("copy.wav"));
    open(1);

    var summary = run(stems(), "out");

    assertEquals(SONGS + 1, summary.done(), "rows of this run's own work");
    assertEquals(SONGS, markers().size());
  }

  @Test
  void masksAndTimelinesAreMadeTheSameWay() throws IOException {
    open(2);

    var network = SongSettings.of(ModelPlace.of("cepstral-vocals", spark.sparkContext()));
    var masks = run(MaskWork.of(network), "out");
    var activity = run(ActivityWork.of(settings()), "out");

    assertEquals(SONGS, masks.done());
    assertEquals(List.of("song.masks"), names(rows(masks).getFirst()));
    assertEquals(SONGS, activity.done());
    String detail = rows(activity).getFirst().getAs("detail");
    assertTrue(detail.startsWith("{\"source\":\""), detail);
  }
}
