package dev.isolator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final int JOBS = 20;

  @TempDir Path folder = Path.of("replaced by JUnit");

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = "amd64",
      disabledReason = "PostgreSQL's binaries are for it")
  void killedServersJobsAreTakenOverAndAllEndOnce() throws Exception {
    try (var postgres = EmbeddedPostgres.builder().start()) {
      var jdbi = Jdbi.create(postgres.getPostgresDatabase());
      Process doomed = start(postgres);
      Process other = start(postgres);
      try {
        var first = Client.of(address(doomed));
        var second = Client.of(address(other));
        countEnds(jdbi);
        var jobs = new ArrayList<JsonObject>();
        for (int i = 0; i < JOBS; i++) {
          var client = i % 2 == 0 ? first : second;
          jobs.add(client.job("song.wav", Wav.tone(200 + 20 * i, 400), Map.of()));
        }
        String running = jobRunBy(jdbi, doomed);
        doomed.destroyForcibly(); // kill -9
        assertTrue(doomed.waitFor(10, TimeUnit.SECONDS));
        long killed = System.nanoTime();

        awaitSecondAttempt(jdbi, running);
        long seconds = Duration.ofNanos(System.nanoTime() - killed).toSeconds();
        assertTrue(seconds < 30, "taken over after " + seconds + " s");
        for (var job : jobs) {
          var end = second.end(job);
          assertEquals("done", end.get("state").getAsString(), end.toString());
          String stem = "/jobs/" + job.get("id").getAsString() + "/stems/vocals.wav";
          assertEquals(44 + 1600, pcmFile(second, stem), "a whole file of 400 frames");
        }
        assertEquals(JOBS, ends(jdbi).size());
        assertEquals(JOBS, new HashSet<>(ends(jdbi)).size(), "each job ended once");
        assertEquals(
            foldersOfJobs(jdbi), foldersOnDisk(), "no half results, and no twice made ones");
      } finally {
        stop(doomed);
        stop(other);
      }
    }
  }

  private static void awaitSecondAttempt(Jdbi jdbi, String job) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      int attempts =
          jdbi.withHandle(
              h ->
                  h.createQuery("SELECT attempts FROM job WHERE id = :id")
                      .bind("id", job)
                      .mapTo(Integer.class)
                      .one());
      if (attempts == 2) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("nobody took the job over in 60 s");
  }

  private Process start(EmbeddedPostgres postgres) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.isolator.cli.Isolator",
                "serve",
                "--port=0",
                "--data=" + folder));
    for (var setting :
        List.of(
            "database.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "database.user=postgres",
            "heartbeat.seconds=2",
            "storage.min-free-bytes=0",
            "worker.threads=1",
            "worker.heap-mb=256")) {
      command.add("--set");
      command.add(setting);
    }
    return new ProcessBuilder(command)
        .redirectError(folder.resolve("server-%d.log".formatted(System.nanoTime())).toFile())
        .start();
  }

  private static URI address(Process server) throws IOException {
    var out =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    return URI.create(String.valueOf(out.readLine()));
  }

  private static void stop(Process server) throws InterruptedException {
    server.destroyForcibly();
    server.waitFor(10, TimeUnit.SECONDS);
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

  /// Waits until one of the servers has a worker process, and says on which job.
  private static String jobRunBy(Jdbi jdbi, Process server) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (server.descendants().findAny().isPresent() && !ends(jdbi).isEmpty()) {
        var jobs = workersJob(server);
        if (!jobs.isEmpty()) {
          return jobs.getFirst();
        }
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
                .createQuery("SELECT result_folder FROM job ORDER BY result_folder")
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
