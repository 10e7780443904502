package dev.isolator.cli;

import java.util.List;

/// Commands that another module adds to `isolator`: `evaluate`, `train`, `serve` and so on.
///
/// A module names its implementation in `META-INF/services/dev.isolator.cli.CommandPlugin`, and its
/// commands in `launcher/commands`, from which the launcher knows what to build when a command is
/// first asked for, and the help what there is besides.
///
/// A command prints to `spec.commandLine().getOut()` and `getErr()`, which are UTF-8 and, in tests,
/// captured. What it throws is told to the user in one line and turned into an exit code by
/// [ExitCode#of(Throwable)]; an error line starts with `isolator: `. It inherits `--help` and
/// `--debug`.
public interface CommandPlugin {
  /// The commands, made anew at each call: objects whose class has picocli's `@Command` and that
  /// are a `Runnable` or a `Callable<Integer>`. Making them must be cheap: it happens for `--help`
  /// too.
  List<Object> commands();
}
