package dev.isolator.dataset.sfz;

import java.io.IOException;

/// An instrument cannot be used: the message says which file, what was expected and what was found.
public final class SfzException extends IOException {
  private static final long serialVersionUID = 1;

  public SfzException(String message) {
    super(message);
  }
}
