package dev.isolator.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/// What one command line printed and returned, run inside the test's own process.
///
/// @param out standard output, lines ended by `\n`
/// @param err standard error, likewise
record Run(int code, String out, String err) {

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
    return new Run(code, lines(out), lines(err));
  }

  private static String lines(StringWriter text) {
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
