package dev.isolator.cli;

import java.io.PrintWriter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// How failures are told: one line that starts with `isolator: `, and a stack trace only where
/// `--debug` asks for it.
final class Failures {
  private Failures() {}

  /// Tells what ended a command.
  ///
  /// @return the exit code
  static int tell(Throwable failure, PrintWriter err, boolean debug) {
    var code = ExitCode.of(failure);
    err.println("isolator: " + message(failure));
    if (debug) {
      failure.printStackTrace(err);
    }
    return code.number();
  }

  /// What went wrong, in one line.
  static String message(Throwable failure) {
    return switch (ExitCode.of(failure)) {
      case INTERNAL ->
          "a mistake of ours: %s; run it again with --debug and report what it shows"
              .formatted(failure);
      case CANCELLED -> "cancelled";
      default -> String.valueOf(failure.getMessage());
    };
  }

  /// Tells that the command line itself is wrong.
  ///
  /// @return the exit code
  static int tellUsage(ParameterException e, String... args) {
    var command = e.getCommandLine();
    command.getErr().println("isolator: " + usageMessage(e, args));
    return ExitCode.USAGE.number();
  }

  private static String usageMessage(ParameterException e, String... args) {
    var name = e.getCommandLine().getCommandSpec().qualifiedName();
    var oneLine = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    boolean noSuchCommand =
        e instanceof UnmatchedArgumentException && e.getCommandLine().getParent() == null;
    return noSuchCommand
        ? "there is no command '%s'; to take a song apart: isolator separate FILE; all commands: isolator --help"
            .formatted(args[0])
        : "%s; %s --help shows what it takes".formatted(oneLine, name);
  }
}
