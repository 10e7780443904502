package dev.isolator.spark.command;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/// The options of all `catalogue` commands that run on Spark: where results go, and where it runs.
final class ClusterOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "URI",
      required = true,
      description =
          "The folder of the results: a path, or file:, hdfs:, s3a: and what else this Spark's Hadoop serves.")
  String output = "";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spark's master, such as local[4]; of spark-submit it is what was given there. Default: local[*], all processors here")
  String master = "";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of each engine, and CPUs of each task, 1 to 256. Default: 1, which does most songs an hour; more use less memory")
  int threads = 1;

  @Option(
      names = "--scratch",
      paramLabel = "DIR",
      description =
          "A folder on the executors' disks for what is worked on. Default: that of YARN or Spark, else the system's")
  String scratch = "";

  @Option(
      names = {"-q", "--quiet"},
      description = "Print errors only.")
  boolean quiet;

  /// Opens Spark: the session that spark-submit configured, or one on this machine.
  ///
  /// @param work what it is called in Spark's page
  SparkSession open(String work) throws AudioException {
    var given = new SparkConf(); // of spark-submit, in system properties
    boolean submitted = given.contains("spark.master");
    String url = !master.isEmpty() ? master : submitted ? given.get("spark.master") : "local[*]";
    var builder =
        SparkSession.builder()
            .appName("isolator catalogue " + work)
            .master(url)
            .config("spark.task.cpus", given.get("spark.task.cpus", Integer.toString(threads)))
            .config("spark.task.maxFailures", given.get("spark.task.maxFailures", "8"))
            // ONNX Runtime's telemetry crashes where the command line is long, as Spark's is
            .config("spark.executorEnv.ORT_DISABLE_TELEMETRY", "1");
    if (url.startsWith("local")) {
      builder
          .config("spark.ui.showConsoleProgress", "false")
          .config("spark.sql.shuffle.partitions", "8")
          .config("spark.local.dir", localFolder());
    }
    return builder.getOrCreate();
  }

  /// Where Spark on this machine keeps its own temporary files.
  private String localFolder() throws AudioException {
    String folder = scratch.isEmpty() ? System.getProperty("java.io.tmpdir", "/tmp") : scratch;
    if (Files.exists(Path.of(folder)) && !Files.isDirectory(Path.of(folder))) {
      throw new AudioException(
          Kind.UNWRITABLE,
          folder,
          "expected a folder for scratch files, found a file; choose another --scratch");
    }
    return folder;
  }
}
