package dev.isolator.train.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.train.loop.TrainingSettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator finetune CONFIG.yaml --from FILE.ckpt --data MANIFEST --validation MANIFEST --run
/// FOLDER`.
@Command(
    name = "finetune",
    header = "Go on training a model with songs of your own.",
    description = {
      "",
      "Starts from the weights of a model or a checkpoint and freezes the running statistics of their batch norm, so that a few songs are enough; in all else it is the same as train. The model must be of the same family and channels; if its stems are others, all of its weights but the last layer's are taken. A tenth of the default rate and an hour are a good start.",
      ""
    })
final class FinetuneCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CONFIG.yaml",
      description = "The run's settings; docs/training.md lists them.")
  private Path configuration = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "FILE|NAME",
      required = true,
      description =
          "Weights to start from: a checkpoint (.ckpt), a model (.onnx), or a built-in model by name and version, such as studio-vocals-3.")
  private String from = "";

  @Mixin private RunOptions options = new RunOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var settings = TrainingSettingsReader.read(configuration);
    var err = spec.commandLine().getErr();
    options.train(settings, StartingWeights.read(from, settings, true, err), err);
    return ExitCode.OK.number();
  }
}
