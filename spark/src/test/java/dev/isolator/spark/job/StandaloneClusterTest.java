package dev.isolator.spark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.file.Sha256;
import dev.isolator.spark.SmallSongs;
import dev.isolator.spark.song.SongTable;
import dev.isolator.spark.work.ModelPlace;
import dev.isolator.spark.work.SongSettings;
import dev.isolator.spark.work.StemSettings;
import dev.isolator.spark.work.StemWork;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A standalone master and two workers, each a process of its own on this machine, with an executor
/// of one core each.
class StandaloneClusterTest {
  private static final String MODEL = "reference:centre";
  private static final int SONGS = 40;

  @TempDir private Path folder = Path.of("");
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (var process : processes) {
      kill(process);
      process.waitFor();
    }
  }

  /// SIGKILL, to the process and to all that it has started.
  private static void kill(Process process) {
    var descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  /// What Spark's own distribution has: its jars in one folder.
  private Path sparkHome() throws IOException {
    Path home = folder.resolve("spark");
    Files.createDirectories(home.resolve("jars"));
    for (var jar : classPath()) {
      if (Files.isRegularFile(jar)) {
        Files.createSymbolicLink(home.resolve("jars").resolve(jar.getFileName()), jar);
      }
    }
    return home;
  }

  /// Starts a daemon of Spark's, and returns what follows `words` in the line that has them.
  private String start(Path home, String words, String... command) throws IOException {
    var all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC"));
    all.addAll(List.of(command));
    var builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13"); // or it looks for a build of Spark
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    var process = builder.start();
    processes.add(process);
    BufferedReader lines = process.inputReader(UTF_8);
    var said = new ArrayList<String>();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      said.add(line);
      if (line.contains(words)) {
        var drain = new Thread(() -> lines.lines().forEach(_ -> {}), "drain");
        drain.setDaemon(true); // or the daemon would wait for somebody to read on
        drain.start();
        return line.substring(line.indexOf(words) + words.length()).strip();
      }
    }
    throw new IOException(String.join("\n", said));
  }

  private SparkSession session(String master) {
    String classes =
        classPath().stream()
            .filter(Files::isDirectory)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    return SparkSession.builder()
        .appName("test")
        .master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.memory", "512m")
        .config("spark.executor.cores", "1")
        .config("spark.executor.extraClassPath", classes)
        .config("spark.executor.extraJavaOptions", "--enable-native-access=ALL-UNNAMED")
        .config("spark.local.dir", folder.toString())
        .config("spark.task.maxFailures", "8")
        .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
        .config("spark.cores.max", "2")
        .getOrCreate();
  }

  @Test
  void aWorkerThatIsKilledCostsNoSongAndNoneIsDoneTwice()
      throws IOException, InterruptedException, ExecutionException {
    assumeFalse(
        System.getProperty("os.name").startsWith("Windows"), "no symbolic links for everybody");
    Path songs = folder.resolve("songs");
    for (int i = 0; i < SONGS; i++) {
      SmallSongs.write(songs.resolve("song-%02d.wav".formatted(i)), 0.2 + 0.02 * i, i);
    }
    Path home = sparkHome();
    String master =
        start(
            home,
            "Starting Spark master at ",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    for (int i = 0; i < 2; i++) {
      start(
          home,
          "Successfully registered with master",
          "org.apache.spark.deploy.worker.Worker",
          "--host",
          "127.0.0.1",
          "--webui-port",
          "0",
          "--cores",
          "1",
          "--memory",
          "1g",
          "--work-dir",
          folder.resolve("work-" + i).toString(),
          master);
    }

    try (var spark = session(master);
        var thread = Executors.newSingleThreadExecutor()) {
      var some = new CountDownLatch(4);
      spark
          .sparkContext()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                  some.countDown();
                }
              });
      var work =
          new StemWork(
              SongSettings.of(ModelPlace.of(MODEL, spark.sparkContext())), StemSettings.defaults());
      var items = new SongTable(spark).read(songs.toString());
      var run = CatalogueRun.of(spark, folder.resolve("out").toString(), "");
      Future<RunSummary> running = thread.submit(() -> run.run(work, items, RunProgress.NONE));

      assertTrue(some.await(120, TimeUnit.SECONDS), "no task has ended");
      assertFalse(running.isDone(), "the run has ended before the worker was killed");
      kill(processes.getLast());
      var summary = running.get();

      assertEquals(SONGS, summary.done());
      assertEquals(0, summary.failed() + summary.skipped());
      var rows = run.table().orderBy("uri").collectAsList();
      assertEquals(
          SONGS, rows.stream().map(row -> row.<String>getAs("uri")).distinct().count(), "songs");
      assertEquals(SONGS, rows.size(), "rows");
      assertEquals(plain(songs), written(rows));
    }
  }

  /// Hashes of the stems by song, as `isolator separate` makes them.
  private Map<String, List<String>> plain(Path songs) throws IOException {
    var hashes = new TreeMap<String, List<String>>();
    try (var separator =
        Separator.open(SeparatorOptions.defaults().withModel(MODEL).withThreads(1))) {
      for (int i = 0; i < SONGS; i++) {
        String name = "song-%02d".formatted(i);
        separator.separate(songs.resolve(name + ".wav")).writeTo(folder.resolve("plain"));
        Path stems = folder.resolve("plain").resolve(name);
        hashes.put(
            name,
            List.of(Sha256.of(stems.resolve("music.wav")), Sha256.of(stems.resolve("vocals.wav"))));
      }
    }
    return hashes;
  }

  private Map<String, List<String>> written(List<Row> rows) throws IOException {
    var hashes = new TreeMap<String, List<String>>();
    for (var row : rows) {
      String uri = row.getAs("uri");
      var stems = new ArrayList<String>();
      for (String file : row.<String>getList(row.fieldIndex("files"))) {
        stems.add(Sha256.of(folder.resolve("out").resolve(file)));
      }
      hashes.put(uri.substring(uri.lastIndexOf('/') + 1, uri.lastIndexOf('.')), stems);
    }
    return hashes;
  }
}
