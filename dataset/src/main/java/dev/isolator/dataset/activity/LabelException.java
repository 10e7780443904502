package dev.isolator.dataset.activity;

import java.io.IOException;

/// Labels could not be read. The message is one line: file and line, expected, found.
public final class LabelException extends IOException {
  private static final long serialVersionUID = 1L;

  LabelException(String file, int line, String what) {
    super("%s:%d: %s".formatted(file, line, what));
  }
}
