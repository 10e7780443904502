package dev.isolator.learn.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.learn.promote.Promotion;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator learn rollback [MODEL]`.
@Command(name = "rollback", header = "Give the place back to the model before.")
final class RollbackCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME@VERSION",
      arity = "0..1",
      defaultValue = "",
      description =
          "What is taken back; where it is not in use any more, nothing changes. Default: the model in use.")
  private String model = "";

  @Mixin private LearnOptions options = new LearnOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var aliases = new Promotion(options.open(), options.who()).rollback(model);
    var live = aliases.live();
    spec.commandLine()
        .getOut()
        .println("%s is in use".formatted(live == null ? "the default" : live.model()));
    return ExitCode.OK.number();
  }
}
