package dev.isolator.train.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.train.loop.TrainingSettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--from",
      paramLabel = "FILE|NAME",
      description =
          "Weights that a new run starts from, instead of random ones: a checkpoint (.ckpt), a model (.onnx), or a built-in model by name and version, such as studio-vocals-3. A model's batch norm is frozen.")
  private @Nullable String from;

  @Mixin private RunOptions options = new RunOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var settings = TrainingSettingsReader.read(configuration);
    var err = spec.commandLine().getErr();
    var start = from == null ? null : StartingWeights.read(from, settings, false, err);
    options.train(settings, start, err);
    return ExitCode.OK.number();
  }
}
