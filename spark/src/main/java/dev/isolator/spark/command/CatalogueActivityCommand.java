package dev.isolator.spark.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.spark.job.CatalogueRun;
import dev.isolator.spark.song.SongTable;
import dev.isolator.spark.work.ActivityWork;
import dev.isolator.spark.work.ModelPlace;
import dev.isolator.voice.Hysteresis;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator catalogue activity TABLE|FOLDER -o URI`.
@Command(
    name = "activity",
    header = "Find out where somebody sings in all songs.",
    description = {
      "",
      "Writes a row for each span to the Parquet table URI/timelines/RUN: uri, key, start, end, in seconds;"
          + " and a row for each song to URI/results/RUN.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class CatalogueActivityCommand implements Callable<Integer> {
  private static final Hysteresis DEFAULTS = Hysteresis.defaults();

  @Parameters(
      paramLabel = "TABLE",
      description =
          "A table with a column uri (.parquet, .csv, .jsonl), or a folder of songs; a path or a URI.")
  private String table = "";

  @ArgGroup(validate = false, heading = "%nRun:%n")
  private ClusterOptions cluster = new ClusterOptions();

  @ArgGroup(validate = false, heading = "%nModel and songs:%n")
  private SongOptions songs = new SongOptions();

  @Option(
      names = "--on",
      paramLabel = "P",
      description = "Probability at which voice begins, 0 to 1. Default: 0.6")
  private double on = DEFAULTS.on();

  @Option(
      names = "--off",
      paramLabel = "P",
      description = "Probability below which it ends, at most that of --on. Default: 0.4")
  private double off = DEFAULTS.off();

  @Option(
      names = "--least-voice",
      paramLabel = "SECONDS",
      description = "Shorter voices are dropped. Default: 0.1")
  private double leastVoice = DEFAULTS.leastVoiceSeconds();

  @Option(
      names = "--least-pause",
      paramLabel = "SECONDS",
      description = "Shorter pauses are bridged. Default: 0.25")
  private double leastPause = DEFAULTS.leastPauseSeconds();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    work(new ModelPlace(songs.model, "", "")); // refuses what it must, before Spark is opened
    try (var session = CatalogueSession.open(cluster, "activity", spec.commandLine())) {
      CatalogueRun run = session.begin();
      ActivityWork work = work(ModelPlace.of(songs.model, session.spark().sparkContext()));
      var all = new SongTable(session.spark()).read(table);
      ExitCode code = session.run(run, work, all, "song");
      writeTimelines(run);
      return code.number();
    }
  }

  private ActivityWork work(ModelPlace place) {
    try {
      return new ActivityWork(
          songs.toSettings(place, Math.max(1, cluster.threads)), on, off, leastVoice, leastPause);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void writeTimelines(CatalogueRun run) {
    var target = new Path(run.store().root(), "timelines/" + run.name()).toString();
    run.table()
        .filter("detail is not null")
        .selectExpr(
            "uri", "key", "explode(from_json(detail, 'spans array<array<double>>').spans) as span")
        .selectExpr("uri", "key", "span[0] as start", "span[1] as end")
        .coalesce(1)
        .sortWithinPartitions("uri", "start")
        .write()
        .parquet(target);
    if (!cluster.quiet) {
      spec.commandLine().getOut().println(target);
    }
  }
}
