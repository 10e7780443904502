package dev.isolator.dataset.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `isolator dataset`: the root of its commands.
@Command(
    name = "dataset",
    header = "Build training sets: align pairs, synthesise songs, keep manifests.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PairCommand.class,
      PairTrialCommand.class,
      ManifestCommand.class,
      ValidationCommand.class,
      SynthCommand.class,
      CheckCommand.class,
      StatsCommand.class,
      LabelsCommand.class,
      TargetsCommand.class,
      ExamplesCommand.class,
      AddCommand.class,
      DownloadCommand.class
    })
final class DatasetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "expected a command, such as: isolator dataset pair mix.wav vocals.wav -o pairs/song");
  }
}
