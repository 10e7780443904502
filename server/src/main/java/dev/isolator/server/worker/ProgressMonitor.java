package dev.isolator.server.worker;

/// Who waits for a worker process. Called a few times a second, on the waiting thread.
public interface Watch {
  /// How far it is, 0 to 1.
  void progressed(double share);

  /// Whether its work is still wanted; if not, it is killed.
  boolean isWanted();
}
