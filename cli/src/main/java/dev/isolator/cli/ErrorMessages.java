package dev.isolator.cli;

import java.io.File;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Error messages: one line that starts with `isolator: `, and a stack trace only with `--debug`.
final class ErrorMessages {
  private static final Pattern LIMIT = Pattern.compile("\\(((?:max|min|wiener)[A-Za-z]*)\\)");
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  private ErrorMessages() {}

  /// Prints the failure that ended a command.
  ///
  /// @return the exit code
  static int print(Throwable failure, PrintWriter err, boolean debug) {
    var code = ExitCode.of(failure);
    err.println("isolator: " + message(failure));
    if (debug) {
      failure.printStackTrace(err);
    }
    return code.number();
  }

  /// The message of a failure, in one line.
  static String message(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "there is not enough memory (%s; Java may use %d MB); give it more: ISOLATOR_JVM_OPTIONS=-Xmx2g"
          .formatted(failure.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
    }
    if (failure instanceof LinkageError) {
      return "a library of the program cannot be loaded (%s); isolator doctor shows which; unpack or build the program again"
          .formatted(rootOf(failure));
    }
    return switch (ExitCode.of(failure)) {
      case INTERNAL ->
          "internal error (a bug in Isolator): %s; run it again with --debug and report what it shows"
              .formatted(failure);
      case CANCELLED -> "cancelled";
      case LIMIT -> withOptions(String.valueOf(failure.getMessage()));
      default -> reason(failure);
    };
  }

  /// What went wrong first, in one line.
  private static String rootOf(Throwable failure) {
    var root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root).replaceAll("\\s*\\R\\s*", " ");
  }

  /// The message of Java's own file exceptions is often the file's name alone.
  private static String reason(Throwable failure) {
    return switch (failure) {
      case UncheckedIOException unchecked -> reason(Objects.requireNonNull(unchecked.getCause()));
      case NoSuchFileException missing ->
          missing.getFile() + ": no such file or folder; check the name";
      case AccessDeniedException denied ->
          denied.getFile() + ": permission denied; check who may use it";
      case FileAlreadyExistsException existing ->
          existing.getFile() + ": exists; move it away, or choose another name";
      default -> String.valueOf(failure.getMessage());
    };
  }

  /// A limit that the library names, `(maxStreams)`, as the option that sets it, `(--max-streams)`;
  /// see [LimitOptions].
  private static String withOptions(String message) {
    return LIMIT
        .matcher(message)
        .replaceAll(
            limit ->
                "(--"
                    + CAPITAL.matcher(limit.group(1)).replaceAll("-$0").toLowerCase(Locale.ROOT)
                    + ")")
        .replace("(-Xmx", "(ISOLATOR_JVM_OPTIONS=-Xmx");
  }

  /// Prints what is wrong with the command line itself.
  ///
  /// @return the exit code
  static int printUsage(ParameterException e, String... args) {
    var command = e.getCommandLine();
    command.getErr().println("isolator: " + usageMessage(e, args));
    return ExitCode.USAGE.number();
  }

  private static String usageMessage(ParameterException e, String... args) {
    var dashed = fileThatLooksLikeAnOption(args);
    if (dashed != null) {
      return "'%s' starts with a dash as options do; write ./%s, or -- before it"
          .formatted(dashed, dashed);
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatchedMessage(unmatched);
    }
    return "%s; %s --help shows what it takes"
        .formatted(
            String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "),
            e.getCommandLine().getCommandSpec().qualifiedName());
  }

  private static String unmatchedMessage(UnmatchedArgumentException e) {
    var line = e.getCommandLine();
    var spec = line.getCommandSpec();
    var first = e.getUnmatched().getFirst();
    if (!first.startsWith("-") && !spec.subcommands().isEmpty()) {
      var meant = Spelling.nearest(first, Isolator.commands(line));
      if (line.getParent() != null) {
        return "there is no command '%s %s'; %s%s --help shows all"
            .formatted(spec.qualifiedName(), first, didYouMean(meant), spec.qualifiedName());
      }
      return meant == null
          ? "there is no command '%s'; to take a song apart: isolator separate FILE; all commands: isolator --help"
              .formatted(first)
          : "there is no command '%s'; %sisolator --help shows all"
              .formatted(first, didYouMean(meant));
    }
    var advice = FamiliarOptions.insteadOf(e.getUnmatched());
    if (advice == null && first.startsWith("-")) {
      int equals = first.indexOf('=');
      var meant =
          Spelling.nearest(
              equals < 0 ? first : first.substring(0, equals), spec.optionsMap().keySet());
      advice = didYouMean(meant);
    } else if (advice != null) {
      advice += "; ";
    }
    return "%s; %s%s --help shows what it takes"
        .formatted(
            String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "),
            advice == null ? "" : advice,
            spec.qualifiedName());
  }

  private static String didYouMean(@Nullable String word) {
    return word == null ? "" : "did you mean " + word + "? ";
  }

  /// A dash alone is the pipe, and after two dashes nothing is an option.
  private static @Nullable String fileThatLooksLikeAnOption(String... args) {
    for (var arg : args) {
      if (arg.equals("--")) {
        return null;
      }
      if (arg.startsWith("-") && arg.length() > 1 && new File(arg).isFile()) {
        return arg;
      }
    }
    return null;
  }
}
