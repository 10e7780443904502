package dev.isolator.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The streams of a command.
///
/// @param in standard input, for a song from a pipe
/// @param out results; flushed at each line
/// @param err progress, warnings and errors; flushed at each line
/// @param terminal whether `err` is a terminal, where a line can be redrawn
record Console(InputStream in, PrintWriter out, PrintWriter err, boolean terminal) {

  /// The process's own streams. Off Windows they are UTF-8 whatever the locale says: file names are
  /// printed as they are even where the locale is `C`, and JSON is UTF-8 by its standard.
  static Console ofProcess() {
    return new Console(
        System.in,
        writer(FileDescriptor.out, "stdout.encoding"),
        writer(FileDescriptor.err, "stderr.encoding"),
        isTerminal());
  }

  private static PrintWriter writer(FileDescriptor descriptor, String encodingProperty) {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    var charset =
        windows
            ? Charset.forName(System.getProperty(encodingProperty, "UTF-8"))
            : StandardCharsets.UTF_8;
    return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), charset), true);
  }

  /// Whether standard error is a terminal. The launcher says so (`-Disolator.terminal=true|false`);
  /// Java itself only knows whether standard input *and* output are terminals.
  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is none
  private static boolean isTerminal() {
    var property = System.getProperty("isolator.terminal");
    if (property != null) {
      return Boolean.parseBoolean(property);
    }
    var console = System.console();
    return console != null && console.isTerminal();
  }
}
