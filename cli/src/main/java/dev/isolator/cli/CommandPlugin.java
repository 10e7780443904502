package dev.isolator.cli;

import java.util.List;

/// Commands that another module adds to `isolator`: `evaluate`, `train`, `serve` and so on.
///
/// A module names its implementation in `META-INF/services/dev.isolator.cli.CommandPlugin`, and its
/// commands in `launcher/commands`. From that list the launcher knows which module to build when a
/// command is first used, and the help lists commands that are not built yet.
///
/// A command prints to `spec.commandLine().getOut()` and `getErr()`, which are UTF-8 and, in tests,
/// captured. What it throws is printed in one line and turned into an exit code by
/// [ExitCode#of(Throwable)]; an error line starts with `isolator: `. It inherits `--help` and
/// `--debug`.
public interface CommandPlugin {
  /// The commands, new objects at each call: objects whose class has picocli's `@Command` and that
  /// are a `Runnable` or a `Callable<Integer>`. Making them must be cheap: it happens for `--help`
  /// too.
  List<Object> commands();
}
