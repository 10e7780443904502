package dev.isolator.spark.command;

import dev.isolator.dataset.examples.ExamplePlan;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.spark.job.CatalogueRun;
import dev.isolator.spark.job.WorkItem;
import dev.isolator.spark.work.ExampleWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator catalogue examples MANIFEST -o URI`.
@Command(
    name = "examples",
    header = "Write training examples: frames of mixes with their masks, as Parquet.",
    description = {
      "",
      "Writes the files of isolator dataset examples, byte for byte, a shard a task. The manifest and its"
          + " sounds must be at the same place on every executor, such as a mounted disk.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class CatalogueExamplesCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MANIFEST", description = "The manifest, .jsonl.")
  private Path manifest = Path.of("");

  @ArgGroup(validate = false, heading = "%nRun:%n")
  private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      defaultValue = "TRAIN",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}.")
  private Split split = Split.TRAIN;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Same seed, same bytes; ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--variants",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How often each song is used, with other levels of the voice; ${DEFAULT-VALUE}.")
  private int variants;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "15000000",
      description = "Largest number of examples; ${DEFAULT-VALUE}.")
  private long limit;

  @Option(
      names = "--shard-examples",
      paramLabel = "N",
      defaultValue = "900000",
      description = "Examples per shard, about 1.1 kB each; ${DEFAULT-VALUE}.")
  private int shardExamples;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    ExampleWork work;
    List<WorkItem> shards;
    try {
      work =
          ExampleWork.of(
              manifest, new ExamplePlan.Settings(split, variants, shardExamples, limit, seed));
      shards = work.items();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    try (var session = CatalogueSession.open(cluster, "examples", spec.commandLine())) {
      CatalogueRun run = session.begin();
      return session.run(run, work, shards, "shard").number();
    }
  }
}
