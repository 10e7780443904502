package dev.isolator.dataset.manifest;

import java.io.IOException;

/// A manifest could not be read. The message is one line: file and line, expected, found, way out.
public final class ManifestException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String what;

  /// @param line number from 1, or 0 for the whole file
  ManifestException(String file, int line, String what) {
    super(line == 0 ? file + ": " + what : "%s:%d: %s".formatted(file, line, what));
    this.line = line;
    this.what = what;
  }

  /// The line's number from 1, or 0 for the whole file.
  public int line() {
    return line;
  }

  /// The message without file and line.
  public String what() {
    return what;
  }
}
