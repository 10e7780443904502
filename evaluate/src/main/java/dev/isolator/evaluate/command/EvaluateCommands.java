package dev.isolator.evaluate.command;

import dev.isolator.cli.CommandPlugin;
import java.util.List;

/// The commands of this module.
public final class EvaluateCommands implements CommandPlugin {
  @Override
  public List<Object> commands() {
    return List.of(
        new EvaluateCommand(), new AblateCommand(), new ThresholdsCommand(), new PlotCommand());
  }
}
