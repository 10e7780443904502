package dev.isolator.learn.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `isolator learn`.
@Command(
    name = "learn",
    header = "Learn from what people say of separations, behind a gate.",
    description = {
      "",
      "collect makes a version of the data out of feedback or corrected stems, run a model out of it, gate compares it with the one in use on songs that were held out, promote lets it take its place, rollback takes it back, history says what happened. The settings are in learn.yaml in the folder; docs/learning.md describes them.",
      ""
    },
    subcommands = {
      CollectCommand.class,
      LearnRunCommand.class,
      GateCommand.class,
      PromoteCommand.class,
      RollbackCommand.class,
      HistoryCommand.class
    })
final class LearnCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "learn does nothing by itself; name one of collect, run, gate, promote, rollback, history");
  }
}
