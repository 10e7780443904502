package dev.isolator.spark.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `isolator catalogue`: many songs, on this machine or on a cluster.
@Command(
    name = "catalogue",
    header = "Separate a catalogue of songs on Apache Spark, here or on a cluster.",
    description = {
      "",
      "Here it runs on all processors; on a cluster the same commands are given to spark-submit"
          + " (docs/catalogue.md). What was done before is skipped, a song that fails is a row in the"
          + " table of results, and nothing else stops.",
      ""
    },
    subcommands = {
      CatalogueSeparateCommand.class,
      CatalogueRenderCommand.class,
      CatalogueActivityCommand.class,
      CatalogueEvaluateCommand.class,
      CatalogueExamplesCommand.class
    })
final class CatalogueCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "expected a command, such as: isolator catalogue separate songs.parquet -o separated");
  }
}
