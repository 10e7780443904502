package dev.isolator.train.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.train.loop.Checkpoint;
import dev.isolator.train.loop.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator finetune CONFIG.yaml --from FILE.ckpt --data FOLDER --run FOLDER`.
@Command(
    name = "finetune",
    header = "Go on training a model with songs of your own.",
    description = {
      "",
      "Like train, but starts from the weights of a checkpoint of the same family, stems and channels. A tenth of the usual rate and an hour are a good start.",
      ""
    })
final class FinetuneCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CONFIG.yaml",
      description = "The run's settings; see the trainer's guide.")
  private Path configuration = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "FILE.ckpt",
      required = true,
      description = "Checkpoint to start from.")
  private Path from = Path.of("");

  @Mixin private RunOptions options = new RunOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var settings = SettingsReader.read(configuration);
    var start = Checkpoint.read(from).averaged(settings.architecture(), from);
    options.train(settings, start, spec.commandLine().getErr());
    return ExitCode.OK.number();
  }
}
