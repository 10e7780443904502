package dev.isolator.train.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.loop.Checkpoint;
import dev.isolator.train.loop.SettingsReader;
import dev.isolator.train.onnx.ModelReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
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
      "Like train, but starts from a model or checkpoint of the same family, stems and channels, and holds the statistics of its batch norm. A tenth of the usual rate and an hour are a good start.",
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
          "Where to start: a checkpoint (.ckpt), a model (.onnx), or a built-in one by name and version, such as studio-vocals-0.")
  private String from = "";

  @Mixin private RunOptions options = new RunOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var settings = SettingsReader.read(configuration);
    var start = start(settings.architecture());
    options.train(settings, start, spec.commandLine().getErr());
    return ExitCode.OK.number();
  }

  private WeightValues start(Architecture architecture) throws IOException {
    if (from.endsWith(".ckpt")) {
      Path file = Path.of(from);
      return Checkpoint.read(file).averaged(architecture, file);
    }
    if (from.endsWith(".onnx")) {
      return ModelReader.read(Path.of(from), architecture);
    }
    var loader = Objects.requireNonNull(FinetuneCommand.class.getClassLoader());
    try (var in = loader.getResourceAsStream("dev/isolator/models/" + from + ".onnx")) {
      if (in == null) {
        throw new IOException(
            from
                + ": no built-in model of that name and version; name one (isolator models list), a .onnx or a .ckpt file");
      }
      return ModelReader.read(from, in.readAllBytes(), architecture);
    }
  }
}
