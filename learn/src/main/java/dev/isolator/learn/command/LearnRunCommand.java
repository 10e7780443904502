package dev.isolator.learn.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.learn.data.DataVersion;
import dev.isolator.learn.run.FineTuning;
import dev.isolator.learn.run.LearningRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `isolator learn run`.
@Command(
    name = "run",
    header = "Fine-tune the model in use with a version of the data.",
    description = {
      "",
      "In a process of its own, with the limits of learn.yaml. A run that was interrupted is gone on with by the same command.",
      ""
    })
final class LearnRunCommand implements Callable<Integer> {
  @Option(
      names = "--data-version",
      paramLabel = "N",
      description = "Version of the data. Default: the newest.")
  private @Nullable Integer version;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Minutes of training. Default: those of learn.yaml.")
  private @Nullable Double minutes;

  @Option(
      names = "--pause",
      paramLabel = "FILE",
      description = "Training stands still while this file exists.")
  private @Nullable Path pause;

  @Mixin private LearnOptions options = new LearnOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var learning = options.open();
    DataVersion data =
        version == null ? DataVersion.newest(learning) : DataVersion.read(learning, version);
    LearningRun run =
        new FineTuning(learning, options.who()).run(data, new FineTuning.Options(minutes, pause));
    spec.commandLine()
        .getOut()
        .println(
            "run %s: %s out of %s and version %d of the data; judge it with: isolator learn gate %s"
                .formatted(run.id(), run.model(), run.base(), run.data(), run.id()));
    return ExitCode.OK.number();
  }
}
