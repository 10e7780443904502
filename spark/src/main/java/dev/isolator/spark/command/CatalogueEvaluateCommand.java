package dev.isolator.spark.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.evaluate.command.DataSetOptions;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.spark.job.CatalogueRun;
import dev.isolator.spark.work.EvaluationWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator catalogue evaluate DATASET -o URI`.
@Command(
    name = "evaluate",
    header = "Score models against a data set.",
    description = {
      "",
      "Scores as isolator evaluate does, a song a task. Writes URI/scores/SYSTEM/SONG.json and the Parquet"
          + " table URI/table/RUN: system, song, stem, sdr, isr, sir, sar, si_sdr, track_sdr, in dB.",
      "The data set must be at the same place on every executor, such as a mounted disk. If the output is a"
          + " folder of this machine, isolator evaluate -o with it makes the report and scores nothing again.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class CatalogueEvaluateCommand implements Callable<Integer> {
  /// What [EvaluationWork] finds of a song.
  private static final String SCORES =
      "array<struct<system:string,stem:string,sdr:string,isr:string,sir:string,sar:string,si_sdr:string,track_sdr:string>>";

  @Parameters(
      paramLabel = "DATASET",
      description =
          "A folder of SONG/STEM.wav, of MUSDB18 (.stem.mp4 or HQ), of MIR-1K, or a manifest .jsonl.")
  private Path dataSet = Path.of("");

  @ArgGroup(validate = false, heading = "%nRun:%n")
  private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "A model, reference:…, oracle:… or .onnx file; may be given several times. Default: the"
              + " default model")
  private List<String> models = List.of();

  @Mixin private DataSetOptions songs = new DataSetOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    DataSet set = songs.open(dataSet);
    set.problems().forEach(problem -> spec.commandLine().getErr().println("isolator: " + problem));
    try (var session = CatalogueSession.open(cluster, "evaluate", spec.commandLine())) {
      CatalogueRun run = session.begin();
      var names = models.isEmpty() ? List.of("") : models;
      var work = EvaluationWork.of(set, songs.split(), names, cluster.threads);
      ExitCode code = session.run(run, work, EvaluationWork.items(set), "song");
      writeTable(run);
      return code == ExitCode.OK && !set.problems().isEmpty()
          ? ExitCode.CORRUPT.number()
          : code.number();
    }
  }

  private void writeTable(CatalogueRun run) {
    Dataset<Row> rows =
        run.table()
            .filter("detail is not null")
            .selectExpr("uri as song", "explode(from_json(detail, '" + SCORES + "')) as s")
            .selectExpr(
                "s.system as system",
                "song",
                "s.stem as stem",
                "double(s.sdr) as sdr",
                "double(s.isr) as isr",
                "double(s.sir) as sir",
                "double(s.sar) as sar",
                "double(s.si_sdr) as si_sdr",
                "double(s.track_sdr) as track_sdr");
    var target =
        new org.apache.hadoop.fs.Path(run.store().root(), "table/" + run.name()).toString();
    rows.coalesce(1).sortWithinPartitions("system", "song", "stem").write().parquet(target);
    if (!cluster.quiet) {
      var out = spec.commandLine().getOut();
      rows.groupBy("system", "stem")
          .agg(
              org.apache.spark.sql.functions.expr("median(sdr)"),
              org.apache.spark.sql.functions.expr("median(si_sdr)"))
          .orderBy("system", "stem")
          .collectAsList()
          .forEach(
              row ->
                  out.printf(
                      java.util.Locale.ROOT,
                      "%s %s: SDR %.2f dB, SI-SDR %.2f dB (medians over songs)%n",
                      row.getString(0),
                      row.getString(1),
                      row.getDouble(2),
                      row.getDouble(3)));
      out.println(target);
    }
  }
}
