package dev.isolator.train.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.loop.Checkpoint;
import dev.isolator.train.loop.Settings;
import dev.isolator.train.loop.SettingsReader;
import dev.isolator.train.onnx.ModelReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "Like train, but starts from a model or checkpoint of the same family, stems and channels, and holds the statistics of its batch norm. A tenth of the usual rate and an hour are a good start. One for other stems gives all but its last layer.",
      ""
    })
final class FinetuneCommand implements Callable<Integer> {
  private static final List<List<String>> KNOWN_STEMS =
      List.of(List.of("vocals", "music"), List.of("vocals", "drums", "bass", "other"));

  @Parameters(
      paramLabel = "CONFIG.yaml",
      description = "The run's settings; docs/training.md lists them.")
  private Path configuration = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "FILE|NAME",
      required = true,
      description =
          "Where to start: a checkpoint (.ckpt), a model (.onnx), or a built-in one by name and version, such as studio-vocals-2.")
  private String from = "";

  @Mixin private RunOptions options = new RunOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var settings = SettingsReader.read(configuration);
    var start = start(settings);
    options.train(settings, start, spec.commandLine().getErr());
    return ExitCode.OK.number();
  }

  private WeightValues start(Settings settings) throws IOException {
    var architecture = settings.architecture();
    if (from.endsWith(".ckpt")) {
      Path file = Path.of(from);
      var checkpoint = Checkpoint.read(file);
      var other = withOtherStems(settings, checkpoint);
      if (other == null) {
        return checkpoint.averaged(architecture, file);
      }
      return taking(settings, other, checkpoint.averaged(other, file));
    }
    return start(settings, model());
  }

  private WeightValues start(Settings settings, byte[] onnx) throws IOException {
    for (var stems : KNOWN_STEMS) {
      var other = settings.family().of(stems);
      if (!stems.equals(settings.stems()) && ModelReader.isOf(from, onnx, other)) {
        return taking(settings, other, ModelReader.read(from, onnx, other));
      }
    }
    return ModelReader.read(from, onnx, settings.architecture());
  }

  private WeightValues taking(Settings settings, Architecture other, WeightValues weights) {
    var err = spec.commandLine().getErr();
    err.println(
        "starts from %s without its last layer, which answers for %s"
            .formatted(from, String.join(", ", other.stems())));
    err.flush();
    return WeightValues.fresh(settings.architecture().weights(), settings.seed()).taking(weights);
  }

  /// The bytes of the model that was named.
  private byte[] model() throws IOException {
    if (from.endsWith(".onnx")) {
      return ModelReader.bytes(Path.of(from));
    }
    var loader = Objects.requireNonNull(FinetuneCommand.class.getClassLoader());
    try (var in = loader.getResourceAsStream("dev/isolator/models/" + from + ".onnx")) {
      if (in == null) {
        throw new IOException(
            from
                + ": no built-in model of that name and version; name one (isolator models list), a .onnx or a .ckpt file");
      }
      return in.readAllBytes();
    }
  }

  /// The network of a checkpoint that differs from the settings' in its stems alone, else null.
  private static @Nullable Architecture withOtherStems(Settings settings, Checkpoint checkpoint) {
    for (var stems : KNOWN_STEMS) {
      var other = settings.family().of(stems);
      if (!stems.equals(settings.stems()) && checkpoint.network().isOf(other)) {
        return other;
      }
    }
    return null;
  }
}
