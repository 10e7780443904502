package dev.isolator.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// `isolator help COMMAND`: the same as `isolator COMMAND --help`.
@Command(name = "help", header = "Show the help of a command.")
final class HelpCommand implements Runnable {
  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "A command and its subcommand.")
  private List<String> path = List.of();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public void run() {
    var command = spec.root().commandLine();
    for (var name : path) {
      var subcommand = command.getSubcommands().get(name);
      if (subcommand == null) {
        throw new UnmatchedArgumentException(command, List.of(name));
      }
      command = subcommand;
    }
    command.usage(spec.commandLine().getOut());
  }
}
