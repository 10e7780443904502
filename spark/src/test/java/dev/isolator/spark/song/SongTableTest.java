package dev.isolator.spark.song;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.audio.AudioException;
import dev.isolator.spark.LocalSpark;
import dev.isolator.spark.job.WorkItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SongTableTest {
  @TempDir private static Path scratch = Path.of("");

  @SuppressWarnings("NullAway.Init") // opened below
  private static SparkSession spark;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void open() {
    spark = LocalSpark.open(2, scratch);
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @BeforeEach
  void writeFiles() throws IOException {
    for (String name :
        List.of(
            "a.mp3", "b c.wav", ".hidden.wav", "cover.jpg", "below/d.flac", "_temporary/e.wav")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), "x".repeat(2400));
    }
  }

  private List<WorkItem> read(String name) throws IOException {
    return new SongTable(spark).read(folder.resolve(name).toString());
  }

  private List<String> names(List<WorkItem> songs) {
    return songs.stream()
        .map(song -> song.uri().replaceFirst("^(file:)?" + folder + "/", ""))
        .toList();
  }

  @Test
  void ofAFolderAllSongsBelowAreTaken() throws IOException {
    var songs = read("");

    assertEquals(List.of("a.mp3", "b c.wav", "below/d.flac"), names(songs));
    assertEquals(2400, songs.getFirst().bytes());
    assertEquals(2401 / 24_000.0, songs.getFirst().weight());
  }

  @Test
  void tablesOfAllKindsSayTheSame() throws IOException {
    Files.writeString(
        folder.resolve("songs.csv"), "artist,URI,seconds\nx,a.mp3,180.5\ny,below/d.flac,unknown\n");
    Files.writeString(
        folder.resolve("songs.jsonl"),
        "{\"uri\":\"a.mp3\",\"seconds\":180.5}\n{\"uri\":\"below/d.flac\"}\n");
    spark
        .read()
        .json(folder.resolve("songs.jsonl").toString())
        .write()
        .parquet(folder.resolve("table").toString());
    Path part;
    try (var files = Files.list(folder.resolve("table"))) {
      part = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    Files.copy(part, folder.resolve("songs.parquet"));

    var ofCsv = read("songs.csv");

    assertEquals(List.of("a.mp3", "below/d.flac"), names(ofCsv));
    assertEquals(180.5, ofCsv.getFirst().weight());
    assertEquals(2401 / 110_000.0, ofCsv.getLast().weight());
    assertEquals(ofCsv, read("songs.jsonl"));
    assertEquals(ofCsv, read("songs.parquet"));
  }

  @Test
  void aSongThatStandsTwiceIsTakenOnce() throws IOException {
    Files.writeString(folder.resolve("songs.csv"), "uri\na.mp3\na.mp3\n" + folder + "/a.mp3\n");

    assertEquals(1, names(read("songs.csv")).stream().distinct().count());
  }

  @Test
  void whatIsNoTableIsRefused() throws IOException {
    Files.writeString(folder.resolve("none.csv"), "file,seconds\na.mp3,3\n");
    Files.writeString(folder.resolve("empty.csv"), "uri,seconds\na.mp3,3\n,4\n");
    Files.createDirectory(folder.resolve("nothing"));

    refused("missing.csv", folder + "/missing.csv: no such table or folder; check its name");
    refused(
        "none.csv",
        "file:"
            + folder
            + "/none.csv: expected a column uri, found file, seconds; rename the one that says where the songs are");
    refused(
        "empty.csv",
        "file:"
            + folder
            + "/empty.csv: expected a URI in each row, found a row without; remove it");
    refused(
        "a.mp3",
        folder
            + "/a.mp3: expected a folder, or a table that ends in .parquet, .csv or .jsonl, found \".mp3\"; for one song there is isolator separate");
    refused(
        "nothing",
        folder
            + "/nothing: expected songs in this folder, found none that ends in "
            + dev.isolator.cli.SongEndings.listed());
  }

  private void refused(String name, String message) {
    var e = assertThrows(AudioException.class, () -> read(name));
    assertEquals(message, e.getMessage());
  }

  @Test
  void aSchemeThatNobodyServesIsRefused() {
    var e =
        assertThrows(
            AudioException.class, () -> new SongTable(spark).read("foo://bucket/table.csv"));
    assertEquals(
        "foo://bucket/table.csv: expected file:, hdfs: or another scheme that this Spark's Hadoop serves, found one that it does not; give spark-submit the package that does, such as org.apache.hadoop:hadoop-aws",
        e.getMessage());
  }
}
