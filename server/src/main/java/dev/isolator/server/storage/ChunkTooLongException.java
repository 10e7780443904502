package dev.isolator.server.storage;

import java.io.IOException;

/// A chunk of an upload has more bytes than are missing in the file.
public final class ChunkTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  ChunkTooLongException(long most) {
    super("expected at most %d bytes, found more".formatted(most));
  }
}
