package dev.isolator.cli;

import dev.isolator.model.ModelException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `isolator models`: commands for models; without a subcommand, `list`.
@Command(
    name = "models",
    header = "List, show, verify and add models.",
    description = {
      "",
      "Models are those inside the program and those in your own folder: $ISOLATOR_MODELS, or where"
          + " your system keeps such data; isolator doctor shows it.",
      ""
    },
    synopsisSubcommandLabel = "[COMMAND]",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      ModelsListCommand.class,
      ModelsShowCommand.class,
      ModelsVerifyCommand.class,
      ModelsAddCommand.class
    })
final class ModelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws ModelException {
    new ModelsListCommand().list(spec.commandLine().getOut());
    return ExitCode.OK.number();
  }
}
