package dev.isolator.server;

import dev.isolator.cli.CommandPlugin;
import java.util.List;

/// The commands of this module.
public final class ServerCommands implements CommandPlugin {
  @Override
  public List<Object> commands() {
    return List.of(new ServeCommand());
  }
}
