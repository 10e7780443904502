package dev.isolator.spark.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.spark.job.CatalogueRun;
import dev.isolator.spark.job.RunProgress;
import dev.isolator.spark.job.RunSummary;
import dev.isolator.spark.job.Work;
import dev.isolator.spark.job.WorkItem;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/// One command's run on Spark: opens the session, runs the work, tells what became of it, and
/// closes the session. Ctrl-C cancels the job, and the process ends when the tasks of this machine
/// have removed what they were writing.
final class CatalogueSession implements AutoCloseable {
  private static final int MAX_WAIT_SECONDS = 30;

  private final ClusterOptions options;
  private final PrintWriter out;
  private final PrintWriter err;
  private final SparkSession spark;

  private CatalogueSession(
      ClusterOptions options, PrintWriter out, PrintWriter err, SparkSession spark) {
    this.options = options;
    this.out = out;
    this.err = err;
    this.spark = spark;
  }

  /// Opens Spark.
  static CatalogueSession open(ClusterOptions options, String work, CommandLine line)
      throws IOException {
    if (options.threads < 1 || options.threads > 256) {
      throw new CommandLine.ParameterException(
          line, "--threads must be from 1 to 256, was " + options.threads);
    }
    return new CatalogueSession(options, line.getOut(), line.getErr(), options.open(work));
  }

  SparkSession spark() {
    return spark;
  }

  /// A run below the output.
  CatalogueRun begin() throws IOException {
    return CatalogueRun.of(spark, options.output, options.scratch);
  }

  /// Runs it, and prints what became of it.
  ///
  /// @param unit what an item is called, `song` or `shard`
  /// @return the exit code: that of the first failure, by URI
  ExitCode run(CatalogueRun run, Work work, List<WorkItem> items, String unit) throws IOException {
    RunProgress progress = options.quiet ? RunProgress.NONE : new TerminalProgress(err);
    var ended = new CountDownLatch(1);
    var hook = new Thread(() -> cancel(run, ended), "isolator-cancel");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      RunSummary summary = run.run(work, items, progress);
      print(summary, unit);
      return codeOf(summary);
    } finally {
      ended.countDown();
      removed(hook);
    }
  }

  private static void cancel(CatalogueRun run, CountDownLatch ended) {
    run.cancel();
    try {
      if (!ended.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "isolator: gave up waiting for tasks; the next run removes what they leave");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removed(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // the JVM is shutting down: the hook has been waiting for this end
    }
  }

  private void print(RunSummary summary, String unit) {
    for (RunSummary.Failure failure : summary.failures()) {
      err.println("isolator: " + failure.message());
    }
    long more = summary.failed() - summary.failures().size();
    if (more > 0) {
      err.printf(Locale.ROOT, "isolator: and %d more; the table has them all%n", more);
    }
    if (!options.quiet) {
      String music =
          summary.songSeconds() > 0
              ? String.format(
                  Locale.ROOT,
                  ", %s of music at %.1fx real time",
                  TerminalProgress.duration(summary.songSeconds()),
                  summary.songSeconds() / summary.seconds())
              : "";
      out.printf(
          Locale.ROOT,
          "%d %s done, %d skipped, %d failed in %s%s%n%s%n",
          summary.done(),
          summary.done() == 1 ? unit : unit + "s",
          summary.skipped(),
          summary.failed(),
          TerminalProgress.duration(summary.seconds()),
          music,
          summary.table());
    }
    out.flush();
    err.flush();
  }

  private static ExitCode codeOf(RunSummary summary) {
    if (summary.failures().isEmpty()) {
      return ExitCode.OK;
    }
    String kind = summary.failures().getFirst().kind();
    for (ExitCode code : ExitCode.values()) {
      if (code.name().equals(kind)) {
        return code;
      }
    }
    return ExitCode.INTERNAL; // CRASHED
  }

  @Override
  public void close() {
    spark.stop();
  }
}
