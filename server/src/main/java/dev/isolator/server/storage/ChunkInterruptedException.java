package dev.isolator.server.storage;

import java.io.IOException;

/// A connection broke in the middle of a piece; what came before is kept.
public final class PieceBrokenException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long end;

  PieceBrokenException(long end, IOException cause) {
    super("the piece broke off after byte " + end, cause);
    this.end = end;
  }

  /// Bytes of the file that are there.
  public long end() {
    return end;
  }
}
