package dev.isolator.server.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isolator.server.database.Database;
import dev.isolator.server.feedback.FeedbackContent;
import dev.isolator.server.feedback.FeedbackStore;
import dev.isolator.server.request.ModelVersion;
import dev.isolator.server.request.SeparationRequest;
import dev.isolator.server.request.StemFormat;
import dev.isolator.server.storage.FolderStorage;
import dev.isolator.server.storage.StorageKey;
import dev.isolator.server.upload.Upload;
import dev.isolator.server.upload.UploadStore;
import dev.isolator.server.worker.SeparatedSong;
import dev.isolator.server.worker.SeparatedSong.StemSummary;
import dev.isolator.server.worker.WorkerLimits;
import dev.isolator.server.worker.WorkerProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What is past its time or has no room goes, rows and files; what is not stays. On both databases.
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"H2", "PostgreSQL"})
class RetentionTest implements AutoCloseable {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long SONG_BYTES = 1000;
  private static final long STEM_BYTES = 300;
  private static @Nullable EmbeddedPostgres postgres;

  @TempDir private Path folder = Path.of("replaced by JUnit");
  private final String kind;
  private @Nullable Database open;

  RetentionTest(String kind) {
    this.kind = kind;
  }

  @BeforeAll
  static void startPostgres() throws IOException {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    postgres = machine.equals("Linux amd64") ? EmbeddedPostgres.builder().start() : null;
  }

  @AfterAll
  static void stopPostgres() throws IOException {
    if (postgres != null) {
      postgres.close();
    }
  }

  @AfterEach
  @Override
  public void close() {
    if (open != null) {
      open.close();
    }
  }

  /// An empty database of the kind under test, closed after it.
  private Database database() {
    var database =
        switch (kind) {
          case "H2" -> Database.open("jdbc:h2:file:" + folder.resolve("db"), "", "");
          default -> {
            assumeTrue(postgres != null, "PostgreSQL's binaries are for Linux on amd64");
            var server = Objects.requireNonNull(postgres);
            String name = "test" + Long.toString(System.nanoTime(), 36).toLowerCase(Locale.ROOT);
            Jdbi.create(server.getPostgresDatabase())
                .useHandle(h -> h.execute("CREATE DATABASE " + name));
            yield Database.open(server.getJdbcUrl("postgres", name), "postgres", "");
          }
        };
    open = database;
    return database;
  }

  private static JobLimits limits(long maxBytesPerOwner, long keepBytes) {
    return new JobLimits(60, 2, 2, 3, maxBytesPerOwner, 0, 7 * DAY, keepBytes);
  }

  /// The stores of a server and its files.
  private record House(
      Database database,
      FolderStorage storage,
      JobStore jobs,
      JobRemoval removal,
      JobLimits limits) {
    Job queued(String owner, String resultKey, long created) throws IOException {
      String id = JobId.fresh();
      storage.publish(file("song", SONG_BYTES), StorageLayout.input(id));
      var work =
          new Job.Work(
              SONG_BYTES,
              "cd".repeat(32),
              new SeparationRequest(List.of(), "", StemFormat.WAV, null, 0, null),
              new ModelVersion("studio", "1", "ab".repeat(32)),
              resultKey);
      var fresh = Job.queued(id, owner, "song", created, work);
      return jobs.add(fresh, null, created);
    }

    private Path file(String name, long bytes) throws IOException {
      return Files.write(storage.scratch("test").resolve(name), new byte[(int) bytes]);
    }

    /// A job with two stems, or with those of an earlier job under its result key.
    Job done(String owner, String resultKey, long ended) throws IOException {
      var job = queued(owner, resultKey, ended);
      if (job.state() == JobState.DONE) {
        return job; // reused
      }
      jobs.start(job.id(), "run", ended);
      Path stems = storage.scratch("stems");
      Files.write(stems.resolve("vocals.wav"), new byte[(int) STEM_BYTES]);
      Files.write(stems.resolve("music.wav"), new byte[(int) STEM_BYTES]);
      storage.publish(stems, StorageLayout.results(job.id() + "-run"));
      var song =
          new SeparatedSong(
              List.of(new StemSummary("vocals", 2, -1.0), new StemSummary("music", 2, -1.0)),
              new StemSummary("mix", 2, -1.0),
              StemFormat.WAV,
              8000,
              80,
              0,
              new SeparatedSong.Source("wav", "pcm_s16le"),
              1,
              List.of(),
              true);
      assertTrue(
          jobs.done(job.id(), "run", job.id() + "-run", song, 2 * STEM_BYTES, ended), "it ran");
      return jobs.find(job.id()).orElseThrow();
    }

    boolean hasSong(Job job) {
      return storage.exists(StorageLayout.input(job.id()));
    }

    boolean hasStems(Job job) {
      return storage.exists(StorageLayout.results(job.doneResult().folder()));
    }
  }

  private House house(JobLimits limits) throws IOException {
    var database = database();
    var storage = new FolderStorage(folder.resolve("storage"));
    var jobs = new JobStore(database.jdbi());
    return new House(database, storage, jobs, new JobRemoval(jobs, storage, limits), limits);
  }

  private static final JobLimits ROOMY = limits(1 << 30, 1 << 30);

  @Test
  void whatIsPastItsTimeGoesWithItsFilesAndNothingElseDoes() throws Exception {
    var house = house(ROOMY);
    long now = System.currentTimeMillis();
    Job old = house.done("anna", "a", now - 7 * DAY - 60_000);
    Job young = house.done("anna", "b", now - 7 * DAY + 60_000);
    Job waiting = house.queued("anna", "c", now - 30 * DAY);
    Job running = house.queued("anna", "d", now - 30 * DAY);
    house.jobs().start(running.id(), "run", now - 30 * DAY);
    Job cancelled = house.queued("anna", "e", now - 8 * DAY);
    house.jobs().cancel(cancelled.id(), now - 8 * DAY);
    Job failed = house.queued("anna", "f", now - 8 * DAY);
    house.jobs().start(failed.id(), "run", now - 8 * DAY);
    house.jobs().failed(failed.id(), "run", "corrupt", "It is broken.", now - 8 * DAY);

    house.removal().sweep();

    for (Job gone : List.of(old, cancelled, failed)) {
      assertTrue(house.jobs().find(gone.id()).isEmpty(), gone.toString());
      assertFalse(house.hasSong(gone), gone.toString());
    }
    assertFalse(house.hasStems(old));
    for (Job left : List.of(young, waiting, running)) {
      assertTrue(house.jobs().find(left.id()).isPresent(), left.toString());
      assertTrue(house.hasSong(left), left.toString());
    }
    assertTrue(house.hasStems(young));
    assertEquals(List.of(), filesOf(old.id()), "not a file that bears its name");
  }

  private List<Path> filesOf(String id) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("storage"))) {
      return files.filter(file -> file.toString().contains(id)).toList();
    }
  }

  @Test
  void stemsThatALaterJobReusesStayAsLongAsThatJobAndCountAsItsBytes() throws Exception {
    var house = house(ROOMY);
    long now = System.currentTimeMillis();
    Job first = house.done("anna", "same", now - 8 * DAY);
    Job second = house.done("ben", "same", now - DAY);
    assertTrue(second.isReused());
    assertEquals(2 * STEM_BYTES + 2 * SONG_BYTES, house.jobs().bytes(), "the stems once");

    house.removal().sweep();

    assertTrue(house.jobs().find(first.id()).isEmpty());
    assertFalse(house.hasSong(first));
    assertTrue(house.hasStems(second));
    assertEquals(2 * STEM_BYTES + SONG_BYTES, house.jobs().bytes(), "as long as they lie there");
    assertEquals(new JobStore.Use(0, 2 * STEM_BYTES + SONG_BYTES), house.jobs().use("ben"));

    house.removal().delete(second);
    assertFalse(house.hasStems(second));
    assertEquals(0, house.jobs().bytes());
  }

  @Test
  void whenRoomRunsOutTheOldestEndedJobsGoAndNoMore() throws Exception {
    long job = SONG_BYTES + 2 * STEM_BYTES;
    var house = house(limits(1 << 30, 2 * job + SONG_BYTES));
    long now = System.currentTimeMillis();
    Job waiting = house.queued("anna", "w", now - 9000);
    Job oldest = house.done("anna", "a", now - 4000);
    Job older = house.done("ben", "b", now - 3000);
    Job newer = house.done("anna", "c", now - 2000);
    Job newest = house.done("ben", "d", now - 1000);

    house.removal().sweep();

    assertTrue(house.jobs().find(oldest.id()).isEmpty());
    assertTrue(house.jobs().find(older.id()).isEmpty());
    assertFalse(house.hasStems(oldest) || house.hasStems(older) || house.hasSong(older));
    assertTrue(house.hasStems(newer) && house.hasStems(newest) && house.hasSong(waiting));
    assertEquals(2 * job + SONG_BYTES, house.jobs().bytes(), "just what may be kept");
  }

  @Test
  void filesWithoutAJobGoWhenTheyAreAnHourOld() throws Exception {
    var house = house(ROOMY);
    Job kept = house.done("anna", "a", System.currentTimeMillis());
    Path storage = folder.resolve("storage");
    Path old = Files.createDirectories(storage.resolve("results/lost-run"));
    Files.write(old.resolve("vocals.wav"), new byte[9]);
    Path young = Files.createDirectories(storage.resolve("results/young-run"));
    Path song = Files.write(storage.resolve("inputs/lost"), new byte[9]);
    Path scratch = Files.createDirectories(storage.resolve("scratch/left"));
    Path stems = house.storage().local(StorageLayout.results(kept.doneResult().folder()));
    var longAgo = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
    for (Path path : List.of(old, song, scratch, stems)) {
      Files.setLastModifiedTime(path, longAgo);
    }

    house.removal().sweep();

    assertFalse(Files.exists(old) || Files.exists(song) || Files.exists(scratch));
    assertTrue(Files.exists(young) && house.hasStems(kept) && house.hasSong(kept));
  }

  @Test
  void uploadsThatNobodyFinishedGoAfterADay() throws Exception {
    var house = house(ROOMY);
    var uploads = new UploadStore(house.database().jdbi(), house.storage());
    Upload left = uploads.begin(JobId.fresh(), "anna", "song", 10);
    Upload going = uploads.begin(JobId.fresh(), "anna", "song", 10);
    uploads.append(left, new ByteArrayInputStream(new byte[4]));
    house
        .database()
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "UPDATE upload SET expires = ? WHERE id = ?",
                    System.currentTimeMillis() - 1,
                    left.id()));

    uploads.sweep();

    assertTrue(uploads.find(left.id(), "anna").isEmpty());
    assertFalse(house.storage().exists(left.key()));
    assertTrue(uploads.find(going.id(), "anna").isPresent());
    assertTrue(house.storage().exists(going.key()));
  }

  @Test
  void songsWithConsentGoWithTheLastJobThatConsented() throws Exception {
    var house = house(ROOMY);
    var feedback = new FeedbackStore(house.database().jdbi(), house.storage());
    long now = System.currentTimeMillis();
    Job first = house.done("anna", "a", now - 8 * DAY);
    Job second = house.done("ben", "b", now); // the same song, by its hash
    var consent = new FeedbackContent(Map.of("vocals", "good"), List.of(), true, null);
    feedback.put(first, consent);
    feedback.put(second, consent);
    StorageKey song = feedback.audio(first.work().songSha256());
    assertTrue(house.storage().exists(song));

    house.removal().sweep();
    feedback.sweep();
    assertTrue(feedback.find(first.id()).isEmpty(), "with its job");
    assertTrue(house.storage().exists(song), "the other one's consent stands");

    house.removal().delete(second);
    feedback.sweep();
    assertFalse(house.storage().exists(song));
  }

  @Test
  void quotasSayWhichOneIsFullAndWhatToDo() throws Exception {
    long megabyte = 1 << 20;
    var house = house(limits(megabyte, 1 << 30));
    var submission = submission(house, house.limits());
    house.done("anna", "a", System.currentTimeMillis());
    long used = SONG_BYTES + 2 * STEM_BYTES;
    submission.checkQuotas("anna", megabyte - used);
    assertEquals(
        "Your songs and stems would take more than the 1 MB that they may; delete some.",
        refusal(submission, "anna", megabyte - used + 1));
    submission.checkQuotas("ben", megabyte); // another's songs are not his

    house.queued("anna", "b", 1);
    submission.checkQuotas("anna", 1);
    house.queued("anna", "c", 2);
    assertEquals(
        "2 of your songs are waiting already, which is all that this server takes at a time; try"
            + " again when one is done.",
        refusal(submission, "anna", 1));
    house.queued("ben", "d", 3);
    assertEquals(
        "So many songs are waiting that no more are taken now; try again later.",
        refusal(submission, "carla", 1));

    var full = new JobLimits(60, 2, 9, 9, Long.MAX_VALUE / 4, Long.MAX_VALUE / 4, DAY, DAY);
    assertEquals(
        "The server's storage is full; try again later.",
        refusal(submission(house, full), "carla", 1));
  }

  private static JobSubmission submission(House house, JobLimits limits) {
    var worker = new WorkerProcess(new WorkerLimits(64, 64, 1, 1, 1), "own");
    var run = new JobRun(house.jobs(), house.storage(), worker, limits);
    var options = new JobQueue.Options(1, 0, Duration.ofSeconds(1));
    var queue =
        new JobQueue(house.database().source(), house.jobs(), run, options); // never started
    return new JobSubmission(house.jobs(), house.storage(), queue, limits);
  }

  private static String refusal(JobSubmission submission, String owner, long bytes) {
    return String.valueOf(
        assertThrows(QuotaException.class, () -> submission.checkQuotas(owner, bytes))
            .getMessage());
  }
}
