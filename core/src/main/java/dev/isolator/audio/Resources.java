package dev.isolator.audio;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a half-opened or open song holds, closed last-opened first and once.
final class Resources implements AutoCloseable {
  private final Deque<AutoCloseable> held = new ArrayDeque<>();

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
