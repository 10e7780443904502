package dev.isolator.server.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.server.database.Database;
import dev.isolator.server.job.Job.Attempt;
import dev.isolator.server.job.Job.Failure;
import dev.isolator.server.job.Job.Result;
import dev.isolator.server.job.Job.Times;
import dev.isolator.server.job.Job.Work;
import dev.isolator.server.request.BitDepth;
import dev.isolator.server.request.ModelVersion;
import dev.isolator.server.request.SeparationRequest;
import dev.isolator.server.request.StemFormat;
import dev.isolator.server.worker.SeparatedSong;
import dev.isolator.server.worker.SeparatedSong.Source;
import dev.isolator.server.worker.SeparatedSong.StemSummary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows of the table `job` as earlier versions of the server wrote them.
class StoredJobTest {
  private static final String SONG = "cd".repeat(32);
  private static final ModelVersion MODEL = new ModelVersion("studio", "1", "ab".repeat(32));
  private static final String RESULT =
      "{\"stems\":[{\"name\":\"vocals\",\"channels\":2,\"peakDbfs\":-1.5},{\"name\":\"music\",\"channels\":2}],"
          + "\"mix\":{\"name\":\"mix\",\"channels\":2,\"peakDbfs\":-0.5},\"master\":\"flac\",\"sampleRate\":44100,"
          + "\"frames\":88200,\"gainDb\":-0.25,\"container\":\"mp3\",\"codec\":\"mp3float\",\"elapsedSeconds\":1.5,"
          + "\"notes\":[\"A note.\"],\"activity\":true}";

  @TempDir private Path folder = Path.of("replaced by JUnit");
  private Database database = Database.open("jdbc:h2:mem:", "", "");

  @BeforeEach
  void open() {
    database.close();
    database = Database.open("jdbc:h2:file:" + folder.resolve("db"), "", "");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void insert(String columns, String values) {
    database
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    """
                    INSERT INTO job (id, owner, name, created, model_name, model_version, model_sha256,
                      input_bytes, input_sha256, %s)
                    VALUES ('old', 'local', 'song', 5, 'studio', '1', '%s', 9, '%s', %s)
                    """
                        .formatted(columns, MODEL.sha256(), SONG, values)));
  }

  @Test
  void doneJobOfAnEarlierVersionIsReadWhole() {
    var request =
        new SeparationRequest(
            List.of("vocals", "drums"), "studio-4", StemFormat.FLAC, BitDepth.S24, 1.25, 2.0);
    String key = "5897ec7d31acaf77eb4a1f8a3be691697f699ad73ea4fddc7ec51ba78211da77";
    insert(
        "state, started, ended, progress, attempts, options, recipe, reused, result_folder, result",
        "'done', 6, 7, 1, 2, "
            + "'{\"keep\":[\"vocals\",\"drums\"],\"model\":\"studio-4\",\"format\":\"flac\",\"bits\":\"24\","
            + "\"start\":1.25,\"duration\":2.0}', '%s', FALSE, 'old-run', '%s'"
                .formatted(key, RESULT));
    var song =
        new SeparatedSong(
            List.of(new StemSummary("vocals", 2, -1.5), new StemSummary("music", 2, null)),
            new StemSummary("mix", 2, -0.5),
            StemFormat.FLAC,
            44_100,
            88_200,
            -0.25,
            new Source("mp3", "mp3float"),
            1.5,
            List.of("A note."),
            true);
    var expected =
        new Job(
            "old",
            "local",
            "song",
            JobState.DONE,
            new Times(5, 6L, 7L),
            new Attempt(1, 2),
            new Work(9, SONG, request, MODEL, key),
            new Result("old-run", song, false),
            null);
    var store = new JobStore(database.jdbi());

    assertEquals(expected, store.find("old").orElseThrow());

    // A new job of the same song, model and request takes that result, and stores it as it was.
    var work = new Work(9, SONG, request, MODEL, ResultKey.of(SONG, MODEL, request));
    Job again = store.add(Job.queued("new", "local", "song", 8, work), null, 8);
    assertTrue(again.isReused());
    assertEquals(new Result("old-run", song, true), again.result());
    List<String> rows =
        database
            .jdbi()
            .withHandle(h -> h.createQuery("SELECT result FROM job").mapTo(String.class).list());
    assertEquals(List.of(RESULT, RESULT), rows);
  }

  @Test
  void jobsThatWaitOrFailedAreReadToo() {
    insert(
        "state, options, recipe, failure_kind, failure_reason",
        "'failed', '{\"keep\":[],\"model\":\"\",\"format\":\"wav\",\"start\":0.0}', 'key', 'corrupt',"
            + " 'This file is broken.'");
    Job job = new JobStore(database.jdbi()).find("old").orElseThrow();
    assertEquals(new Failure("corrupt", "This file is broken."), job.failure());
    assertEquals(new Times(5, null, null), job.times());
    assertEquals(
        "key", job.work().resultKey(), "the stored one, whatever this version makes of it");
    assertNull(job.result());
  }

  /// The keys are those that version 0.1 computed: results of earlier jobs are still found.
  @Test
  void resultKeysHaveNotChanged() {
    assertEquals(
        "0b20191d40c99c091164353b6b5f1bb6566d0bbc9515daf6f6222b4c73aee482",
        key(MODEL, new SeparationRequest(List.of(), "", StemFormat.WAV, null, 0, null)));
    assertEquals(
        "8ac26be54eb57a3b2e0518f1c4f38e188b972ea51703f3bed15fd68016256acf",
        key(
            MODEL,
            new SeparationRequest(List.of("music"), "studio@1", StemFormat.MP3, null, 0.1, 1e-3)));
    assertEquals(
        "06da99e842ca16bb26da87ab8205b1207a00005d9264fb60518b7adbf3b529b3",
        key(
            MODEL,
            new SeparationRequest(
                List.of(), "studio", StemFormat.WAV, BitDepth.F32, 1e8, 12345678.9)));
    assertEquals(
        "6fa0610cb0f60aff20005eb22c68c143f3017d1b653b24e639947f89152e9c2a",
        key(
            new ModelVersion("studio", "1", ""),
            new SeparationRequest(List.of(), "", StemFormat.WAV, null, 0, null)));
  }

  private static String key(ModelVersion model, SeparationRequest request) {
    return ResultKey.of(SONG, model, request);
  }
}
