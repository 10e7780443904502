package dev.isolator.live.command;

import dev.isolator.cli.CommandPlugin;
import java.util.List;

/// The command of this module.
public final class LiveCommands implements CommandPlugin {
  @Override
  public List<Object> commands() {
    return List.of(new LiveCommand());
  }
}
