package dev.isolator.cli;

/// A command cannot go on, for a reason that the library has no exception for. The message is one
/// line: what, expected, found, way out.
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  public CommandException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  public CommandException(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /// The exit code of the command.
  public ExitCode code() {
    return code;
  }
}
