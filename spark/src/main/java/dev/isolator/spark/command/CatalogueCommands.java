package dev.isolator.spark.command;

import dev.isolator.cli.CommandPlugin;
import java.util.List;

/// Adds `catalogue` to the command line.
public final class CatalogueCommands implements CommandPlugin {
  @Override
  public List<Object> commands() {
    return List.of(new CatalogueCommand());
  }
}
