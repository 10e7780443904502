package dev.isolator.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

/// What one command line printed and returned, run inside the test's own process.
///
/// @param out standard output, lines ended by `\n`
/// @param err standard error, likewise, without the lines of progress that a slow machine prints
record Run(int code, String out, String err) {
  private static final Pattern PROGRESS =
      Pattern.compile("(?m)^.*: ([0-9]+ %, )?[0-9:]+ done, [0-9]+x real time.*\n");

  /// Runs `isolator args` with an empty standard input and nobody at a terminal.
  static Run isolator(Object... args) {
    return reading(new ByteArrayInputStream(new byte[0]), args);
  }

  /// Runs `isolator args < in`.
  static Run reading(InputStream in, Object... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    var console = new Console(in, new PrintWriter(out), new PrintWriter(err), false);
    int code = Isolator.run(console, words);
    return new Run(code, lines(out), withoutProgress(lines(err)));
  }

  /// Standard error as a fast machine prints it: a song that takes ten seconds tells how far it is.
  static String withoutProgress(String err) {
    return PROGRESS.matcher(err).replaceAll("");
  }

  private static String lines(StringWriter text) {
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
