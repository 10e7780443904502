package dev.isolator.live.command;

import java.io.IOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/// The terminal while music runs: keys come one by one, and a line is written over and over.
/// Without a terminal there are neither.
final class LiveTerminal implements AutoCloseable {
  private final @Nullable Terminal terminal;
  private final @Nullable Attributes before;
  private int shown;

  private LiveTerminal(@Nullable Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal == null ? null : terminal.enterRawMode();
  }

  /// Opens it.
  ///
  /// @param wanted whether keys and a line are wanted at all
  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is none
  static LiveTerminal open(boolean wanted) throws IOException {
    var console = System.console();
    if (!wanted || console == null || !console.isTerminal()) {
      return new LiveTerminal(null);
    }
    var terminal = TerminalBuilder.builder().system(true).dumb(true).build();
    boolean dumb =
        terminal.getType().equals(Terminal.TYPE_DUMB)
            || terminal.getType().equals(Terminal.TYPE_DUMB_COLOR);
    if (dumb) {
      terminal.close();
      return new LiveTerminal(null);
    }
    return new LiveTerminal(terminal);
  }

  /// Whether there is one.
  boolean isThere() {
    return terminal != null;
  }

  /// Waits for a key.
  ///
  /// @return the key, or −1 if none came in that time
  int key(long millis) throws IOException {
    var open = terminal;
    if (open == null) {
      return -1;
    }
    int key = open.reader().read(millis);
    return key == NonBlockingReader.READ_EXPIRED || key < 0 ? -1 : key;
  }

  /// Writes the line anew.
  void show(String line) {
    var open = terminal;
    if (open != null) {
      int width = open.getSize().getColumns() > 1 ? open.getSize().getColumns() - 1 : 79;
      String cut = line.length() > width ? line.substring(0, width) : line;
      open.writer().print("\r" + cut + " ".repeat(Math.max(0, shown - cut.length())));
      open.writer().flush();
      shown = cut.length();
    }
  }

  /// Makes room for a line of its own.
  void clear() {
    show("");
    var open = terminal;
    if (open != null) {
      open.writer().print("\r");
      open.writer().flush();
    }
  }

  @Override
  public void close() {
    clear();
    var open = terminal;
    if (open != null) {
      if (before != null) {
        open.setAttributes(before);
      }
      try {
        open.close();
      } catch (IOException _) {
        // nothing was left to be written
      }
    }
  }
}
