package dev.isolator.train.command;

import dev.isolator.cli.CommandPlugin;
import java.util.List;

/// What this module adds to the command line.
public final class TrainCommands implements CommandPlugin {
  @Override
  public List<Object> commands() {
    return List.of(new TrainCommand(), new FinetuneCommand(), new ExportCommand());
  }
}
