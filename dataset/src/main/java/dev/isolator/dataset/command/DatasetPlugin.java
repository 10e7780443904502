package dev.isolator.dataset.command;

import dev.isolator.cli.CommandPlugin;
import java.util.List;

/// Adds `isolator dataset`.
public final class DatasetPlugin implements CommandPlugin {
  @Override
  public List<Object> commands() {
    return List.of(new DatasetCommand());
  }
}
