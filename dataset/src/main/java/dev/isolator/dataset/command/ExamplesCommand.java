package dev.isolator.dataset.command;

import dev.isolator.audio.Counted;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.examples.ExamplePlan;
import dev.isolator.dataset.examples.ExampleShard;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `isolator dataset examples`: frames with masks, in Parquet shards.
@Command(
    name = "examples",
    header = "Write training examples: frames of mixes with their masks, as Parquet.",
    description =
        "A shard depends only on the manifest, its files and the options: --shard makes one of them, on any machine, with the same bytes.")
final class ExamplesCommand implements Callable<Integer> {
  @Mixin private final ManifestArgument manifest = new ManifestArgument();
  @Mixin private final FolderOption output = new FolderOption();
  @Mixin private final SeedOption seed = new SeedOption();
  @Mixin private final SplitOption split = new SplitOption();

  @Option(
      names = "--variants",
      defaultValue = "1",
      description =
          "How often each song is used, with other levels of the voice; ${DEFAULT-VALUE}.")
  private int variants;

  @Option(
      names = "--limit",
      defaultValue = "15000000",
      description = "Largest number of examples; ${DEFAULT-VALUE}.")
  private long limit;

  @Option(
      names = "--shard-examples",
      defaultValue = "900000",
      description = "Examples per shard, about 1.1 kB each; ${DEFAULT-VALUE}.")
  private int shardExamples;

  @Option(
      names = "--shard",
      paramLabel = "N",
      description = "Make only this shard, counted from 0.")
  private @Nullable Integer shard;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    ExamplePlan plan;
    int first;
    int last;
    try {
      plan =
          ExamplePlan.of(
              manifest.read(),
              new ExamplePlan.Settings(
                  split.value(), variants, shardExamples, limit, seed.value()));
      first = shard == null ? 0 : shard;
      last = shard == null ? plan.shards() - 1 : shard;
      new ExampleShard(plan, first); // refuses a number that is none
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    var folder = output.make();
    for (int number = first; number <= last; number++) {
      long start = System.nanoTime();
      var one = new ExampleShard(plan, number);
      long count = one.write(folder);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %s, %.1f s%n",
              folder.resolve(one.fileName()),
              Counted.of(count, "example"),
              (System.nanoTime() - start) * 1e-9);
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
