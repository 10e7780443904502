package dev.isolator.dataset.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.dataset.manifest.AudioProperties;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Provenance;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.manifest.StemFile;
import dev.isolator.dataset.parquet.ParquetReader;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleShardTest {
  private static final int RATE = 22_050;

  @TempDir Path folder = Path.of("");
  private Manifest manifest = new Manifest(Path.of(""), List.of());

  /// Two songs: the voice a tone at bin 40, the music one at bin 100, half as loud or twice.
  @BeforeEach
  void writeSongs() throws IOException {
    var entries = new ArrayList<Entry>();
    for (int s = 0; s < 2; s++) {
      String id = "song-" + s;
      double seconds = 1 + s;
      Files.createDirectory(folder.resolve(id));
      RecordingFile.writeWav(folder.resolve(id + "/vocals.wav"), tone(40, 0.2, seconds));
      RecordingFile.writeWav(folder.resolve(id + "/music.wav"), tone(100, 0.1 + 0.3 * s, seconds));
      entries.add(
          new Entry(
              id,
              Kind.SONG,
              Split.TRAIN,
              Map.of(
                  "vocals", new StemFile(id + "/vocals.wav", "", 0, seconds),
                  "music", new StemFile(id + "/music.wav", "", 0, seconds)),
              new AudioProperties(RATE, 1, seconds),
              new Provenance("artist " + s, "CC0-1.0", "", "")));
    }
    manifest = new Manifest(folder, entries);
  }

  private static Recording tone(int bin, double gain, double seconds) {
    var samples = new float[1][(int) (seconds * RATE)];
    for (int i = 0; i < samples[0].length; i++) {
      samples[0][i] = (float) (gain * Math.sin(2 * Math.PI * bin * i / 1024.0));
    }
    return new Recording(samples, RATE);
  }

  private ExamplePlan plan(int variants, int shardExamples, long limit) {
    return ExamplePlan.of(
        manifest, new ExamplePlan.Settings(Split.TRAIN, variants, shardExamples, limit, 7));
  }

  @Test
  void aRowHoldsTheMixInDecibelsAndTheVoicesBins() throws IOException {
    var plan = plan(1, 10_000, 10_000);
    assertEquals(88 + 174, plan.examples()); // ceil(22050 / 256) + 1, and of twice as much
    new ExampleShard(plan, 0).write(folder);
    var reader = new ParquetReader(folder.resolve("examples-00000-of-00001.parquet"));

    assertEquals(plan.examples(), reader.rows());
    assertEquals(0, reader.value(0, 40).getInt());
    assertEquals(1, reader.value(0, 88).getInt());
    assertEquals(0, reader.value(2, 88).getInt());
    var row = reader.value(3, 40);
    float atVoice = Float.float16ToFloat(row.getShort(80));
    float atMusic = Float.float16ToFloat(row.getShort(200));
    assertEquals(20 * Math.log10(0.2 * 256), atVoice, 0.1); // a Hann of 1024 sums to 512
    assertEquals(20 * Math.log10(0.1 * 256), atMusic, 0.1);
    var mask = reader.value(4, 40);
    assertEquals(1, mask.get(40 / 8) >> (40 % 8) & 1);
    assertEquals(0, mask.get(100 / 8) >> (100 % 8) & 1);
    assertTrue(reader.notes().get("isolator.songs") != null);
  }

  @Test
  void shardsHoldTheSameRowsHoweverTheyAreCut() throws IOException {
    var whole = plan(3, 10_000, 10_000);
    new ExampleShard(whole, 0).write(folder);
    var all = new ParquetReader(folder.resolve("examples-00000-of-00001.parquet"));
    var cut = plan(3, 130, 10_000);
    long row = 0;
    for (int s = cut.shards() - 1; s >= 0; s--) { // in any order
      new ExampleShard(cut, s).write(folder);
    }
    for (int s = 0; s < cut.shards(); s++) {
      var part =
          new ParquetReader(
              folder.resolve("examples-%05d-of-%05d.parquet".formatted(s, cut.shards())));
      for (long i = 0; i < part.rows(); i++, row++) {
        for (int c = 0; c < 5; c++) {
          assertEquals(all.value(c, row), part.value(c, i), "row " + row + ", column " + c);
        }
      }
    }
    assertEquals(all.rows(), row);
  }

  @Test
  void theSameShardTwiceIsTheSameBytes() throws IOException {
    var plan = plan(2, 100, 250);
    var shard = new ExampleShard(plan, 1);
    shard.write(folder);
    byte[] once = Files.readAllBytes(folder.resolve(shard.fileName()));
    new ExampleShard(plan, 1).write(folder);
    assertArrayEquals(once, Files.readAllBytes(folder.resolve(shard.fileName())));
    assertEquals(3, plan.shards());
  }

  @Test
  void variantsDifferInLevelOnly() throws IOException {
    new ExampleShard(plan(2, 10_000, 10_000), 0).write(folder);
    var reader = new ParquetReader(folder.resolve("examples-00000-of-00001.parquet"));
    long second = 88 + 174;
    assertEquals(1, reader.value(1, second).getInt());
    float before = Float.float16ToFloat(reader.value(3, 40).getShort(80));
    float after = Float.float16ToFloat(reader.value(3, second + 40).getShort(80));
    assertTrue(Math.abs(before - after) > 0.05 && Math.abs(before - after) <= 6.1);
    assertEquals(
        Float.float16ToFloat(reader.value(3, 40).getShort(200)),
        Float.float16ToFloat(reader.value(3, second + 40).getShort(200)),
        0.1);
  }

  @Test
  void whatIsNotThereIsRefused() {
    var noSong =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ExamplePlan.of(manifest, new ExamplePlan.Settings(Split.VALIDATION, 1, 10, 10, 1)));
    assertEquals(
        "the manifest has no song with vocals and music in the split validation; give one that has",
        noSong.getMessage());
    var noShard =
        assertThrows(IllegalArgumentException.class, () -> new ExampleShard(plan(1, 100, 1000), 3));
    assertEquals("shard must be from 0 to 2, was 3", noShard.getMessage());
  }

  @Test
  void whatDoesNotFitInto32BitsIsRefused() {
    var stems = new StemFile("a.wav", "", 0, 1e6);
    var longSong =
        new Entry(
            "song-long",
            Kind.SONG,
            Split.TRAIN,
            Map.of("vocals", stems, "music", stems),
            new AudioProperties(RATE, 1, 1e6),
            new Provenance("artist", "CC0-1.0", "", ""));
    var settings = new ExamplePlan.Settings(Split.TRAIN, 1, 10, 10, 1);
    var tooLong =
        assertThrows(
            IllegalArgumentException.class,
            () -> ExamplePlan.of(new Manifest(folder, List.of(longSong)), settings));
    assertEquals(
        "entry song-long: duration of vocals must be at most 97391 s, was 1000000.0; cut it",
        tooLong.getMessage());
  }
}
