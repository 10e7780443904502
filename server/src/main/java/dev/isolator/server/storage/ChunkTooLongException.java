package dev.isolator.server.storage;

import java.io.IOException;

/// More bytes came than were announced.
public final class PieceTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  PieceTooLongException(long most) {
    super("expected at most %d bytes, found more".formatted(most));
  }
}
