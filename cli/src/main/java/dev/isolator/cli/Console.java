package dev.isolator.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Where a command reads and writes.
///
/// @param in standard input, for a song from a pipe
/// @param out results; flushed at each line
/// @param err progress, warnings and errors; flushed at each line
/// @param terminal whether somebody watches `err`, so that a line may be drawn over
record Console(InputStream in, PrintWriter out, PrintWriter err, boolean terminal) {

  /// The process's own streams. Off Windows they are UTF-8 whatever the locale says: file names are
  /// printed as they are even where the locale is `C`, and JSON is UTF-8 by its standard.
  static Console ofProcess() {
    return new Console(
        System.in,
        writer(FileDescriptor.out, "stdout.encoding"),
        writer(FileDescriptor.err, "stderr.encoding"),
        isWatched());
  }

  private static PrintWriter writer(FileDescriptor descriptor, String encodingProperty) {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    var charset =
        windows
            ? Charset.forName(System.getProperty(encodingProperty, "UTF-8"))
            : StandardCharsets.UTF_8;
    return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), charset), true);
  }

  /// The launcher knows best (`-Disolator.terminal=true|false`): Java itself can only tell that
  /// standard input *and* output are a terminal.
  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is none
  private static boolean isWatched() {
    var told = System.getProperty("isolator.terminal");
    if (told != null) {
      return Boolean.parseBoolean(told);
    }
    var console = System.console();
    return console != null && console.isTerminal();
  }
}
