package dev.isolator.audio;

import java.util.ArrayDeque;
import java.util.Deque;

/// Closes what an open or half-opened song holds: each once, the last opened first.
final class Closer implements AutoCloseable {
  private final Deque<AutoCloseable> held = new ArrayDeque<>();

  /// Takes a resource in charge and returns it.
  <T extends AutoCloseable> T add(T resource) {
    held.push(resource);
    return resource;
  }

  /// Closes all, also when one of them fails.
  @Override
  public void close() {
    RuntimeException failed = null;
    while (!held.isEmpty()) {
      try {
        held.pop().close();
      } catch (Exception e) {
        var wrapped = new IllegalStateException("could not be closed: " + e.getMessage(), e);
        if (failed == null) {
          failed = wrapped;
        } else {
          failed.addSuppressed(wrapped);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
