package dev.isolator.learn.command;

import dev.isolator.cli.CommandPlugin;
import java.util.List;

/// What this module adds to the command line.
public final class LearnCommands implements CommandPlugin {
  @Override
  public List<Object> commands() {
    return List.of(new LearnCommand());
  }
}
