package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Two server processes on one PostgreSQL and one storage folder; one of them is killed in the
/// middle.
class TakeoverTest {
  private static final int SHORT_SONGS = 6;
  private static final int LONG_SECONDS = 3600;

  @TempDir Path folder = Path.of("replaced by JUnit");

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = "amd64",
      disabledReason = "PostgreSQL's binaries are for it")
  void killedServersJobsAreSeenToWhileTheOtherIsBusyAndAllEndOnce() throws Exception {
    try (var postgres = EmbeddedPostgres.builder().start();
        var doomed = start(postgres);
        var other = start(postgres)) {
      var jdbi = Jdbi.create(postgres.getPostgresDatabase());
      var first = Client.of(doomed.address());
      var second = Client.of(other.address());
      countEnds(jdbi);
      // Each server's one worker is busy for longer than this test takes.
      String doomedsSong = longSong(first, 300);
      assertEquals(doomedsSong, jobRunBy(doomed.process()));
      String othersSong = longSong(second, 400);
      assertEquals(othersSong, jobRunBy(other.process()));
      var jobs = new ArrayList<JsonObject>();
      for (int i = 0; i < SHORT_SONGS; i++) {
        var client = i % 2 == 0 ? first : second;
        jobs.add(client.job("song.wav", Wav.tone(200 + 20 * i, 400), Map.of("keep", "vocals")));
      }
      doomed.process().destroyForcibly(); // kill -9
      assertTrue(doomed.process().waitFor(10, TimeUnit.SECONDS));
      long killed = System.nanoTime();
      Instant keptHouse = lastHousekeeping(jdbi);

      awaitAttempts(jdbi, doomedsSong, 2);
      long seconds = Duration.ofNanos(System.nanoTime() - killed).toSeconds();
      assertTrue(seconds < 30, "taken over after " + seconds + " s");
      assertEquals("running 1", state(jdbi, othersSong), "it did not wait for this one");
      while (!lastHousekeeping(jdbi).isAfter(keptHouse)) {
        Thread.sleep(100); // ends by JUnit's limit
      }
      assertEquals("running 1", state(jdbi, othersSong), "nor did housekeeping");

      for (String id : List.of(doomedsSong, othersSong)) {
        assertEquals(200, second.post("/jobs/" + id + "/cancel", "").statusCode());
      }
      for (var job : jobs) {
        var end = second.end(job);
        assertEquals("done", end.get("state").getAsString(), end.toString());
        String stem = "/jobs/" + job.get("id").getAsString() + "/stems/vocals.wav";
        assertEquals(44 + 1600, pcmFile(second, stem), "a whole file of 400 frames");
      }
      assertEquals(SHORT_SONGS + 2, ends(jdbi).size());
      assertEquals(SHORT_SONGS + 2, new HashSet<>(ends(jdbi)).size(), "each job ended once");
      assertEquals(foldersOfJobs(jdbi), foldersOnDisk(), "no half results, and no twice made ones");
    }
  }

  private static String longSong(Client client, int hertz) throws Exception {
    return client
        .job("long.wav", Wav.mono(hertz, LONG_SECONDS * Wav.RATE), Map.of("keep", "vocals"))
        .get("id")
        .getAsString();
  }

  private static void awaitAttempts(Jdbi jdbi, String job, int attempts)
      throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (state(jdbi, job).equals("running " + attempts)) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("nobody took the job over in 60 s, it is " + state(jdbi, job));
  }

  private static String state(Jdbi jdbi, String job) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT state || ' ' || attempts FROM job WHERE id = :id")
                .bind("id", job)
                .mapTo(String.class)
                .one());
  }

  private static Instant lastHousekeeping(Jdbi jdbi) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "SELECT last_success FROM scheduled_housekeeping WHERE task_name = 'forgotten'")
                .mapTo(Instant.class)
                .one());
  }

  private ServerProcess start(EmbeddedPostgres postgres) throws IOException {
    return ServerProcess.start(
        folder,
        Map.of(
            "database.url", postgres.getJdbcUrl("postgres", "postgres"),
            "database.user", "postgres",
            "heartbeat.seconds", "2",
            "queue.max-per-caller", "100"));
  }

  /// Has the database itself write down every end of a job.
  private static void countEnds(Jdbi jdbi) {
    jdbi.useHandle(
        h ->
            h.createScript(
                    """
                    CREATE TABLE job_end (job VARCHAR(26));
                    CREATE FUNCTION note_end() RETURNS trigger AS 'BEGIN
                      INSERT INTO job_end VALUES (NEW.id); RETURN NEW; END' LANGUAGE plpgsql;
                    CREATE TRIGGER ended AFTER UPDATE OF state ON job FOR EACH ROW
                      WHEN (NEW.state IN ('done', 'failed', 'cancelled')) EXECUTE FUNCTION note_end();
                    """)
                .execute());
  }

  private static List<String> ends(Jdbi jdbi) {
    return jdbi.withHandle(
        h -> h.createQuery("SELECT job FROM job_end").mapTo(String.class).list());
  }

  /// Waits until a server has a worker process at work, and says on which job.
  private static String jobRunBy(Process server) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      var jobs = workersJob(server);
      if (!jobs.isEmpty()) {
        return jobs.getFirst();
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the server ran no job in 30 s");
  }

  /// A worker process works in the scratch folder of its job.
  private static List<String> workersJob(Process server) {
    return server
        .descendants()
        .map(worker -> Path.of("/proc/%d/cwd".formatted(worker.pid())))
        .filter(Files::isSymbolicLink)
        .map(TakeoverTest::target)
        .filter(name -> name.length() > 26)
        .map(name -> name.substring(0, 26))
        .toList();
  }

  private static String target(Path link) {
    try {
      return String.valueOf(Files.readSymbolicLink(link).getFileName());
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }

  private static int pcmFile(Client client, String path) throws Exception {
    byte[] file = client.bytes(client.request(path)).body();
    int data = new String(file, StandardCharsets.ISO_8859_1).indexOf("data");
    return 44 + file.length - (data + 8);
  }

  private static List<String> foldersOfJobs(Jdbi jdbi) {
    return jdbi.withHandle(
        h ->
            h
                .createQuery("SELECT result_folder FROM job WHERE result_folder IS NOT NULL")
                .mapTo(String.class)
                .list()
                .stream()
                .sorted()
                .toList());
  }

  private List<String> foldersOnDisk() throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("storage/results"))) {
      return folders.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }
}
