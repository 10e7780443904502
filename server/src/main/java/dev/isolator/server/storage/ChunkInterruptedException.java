package dev.isolator.server.storage;

import java.io.IOException;

/// The connection broke before a chunk of an upload was complete; what came before is kept.
public final class ChunkInterruptedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long end;

  ChunkInterruptedException(long end, IOException cause) {
    super("the chunk broke off after byte " + end, cause);
    this.end = end;
  }

  /// Bytes of the file that are there.
  public long end() {
    return end;
  }
}
