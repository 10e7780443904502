package dev.isolator.server.worker;

/// Hears of a worker process's progress, and can cancel it. Called a few times a second, on the
/// thread that waits for the process.
public interface ProgressMonitor {
  /// Hears how much is done.
  ///
  /// @param share 0 to 1
  void progressed(double share);

  /// Whether the process shall be ended, because its result is not wanted any more.
  boolean isCancelled();
}
