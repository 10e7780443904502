package dev.isolator.learn.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.learn.promote.Promotion;
import dev.isolator.learn.run.LearningRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator learn promote RUN`.
@Command(
    name = "promote",
    header = "Let a model that passed the gate take the place of the one in use.")
final class PromoteCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Such as r3.")
  private String run = "";

  @Mixin private LearnOptions options = new LearnOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var learning = options.open();
    LearningRun promoted = LearningRun.read(learning, run);
    new Promotion(learning, options.who()).promote(promoted);
    spec.commandLine()
        .getOut()
        .println(
            "%s is in use; take it back with: isolator learn rollback".formatted(promoted.model()));
    return ExitCode.OK.number();
  }
}
