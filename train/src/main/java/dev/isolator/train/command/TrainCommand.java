package dev.isolator.train.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.train.loop.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator train CONFIG.yaml --data MANIFEST --validation MANIFEST --run FOLDER`.
@Command(
    name = "train",
    header = "Train a model.",
    description = {
      "",
      "Reads a configuration (YAML), trains on what the manifest marks as train, validates on songs kept aside, and keeps checkpoints in the run's folder. Ctrl-C ends the run with a checkpoint; the same command goes on from it.",
      ""
    })
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CONFIG.yaml",
      description = "The run's settings; docs/training.md lists them.")
  private Path configuration = Path.of("");

  @Mixin private RunOptions options = new RunOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    options.train(SettingsReader.read(configuration), null, spec.commandLine().getErr());
    return ExitCode.OK.number();
  }
}
