package dev.isolator.live.device;

import java.time.Duration;

/// Waiting for threads of a stream that were told to end.
final class AudioThreads {
  /// A device that does not answer must not keep the program.
  private static final Duration MOST = Duration.ofSeconds(5);

  private AudioThreads() {}

  /// Waits for a thread's end, and keeps the interrupt for the caller.
  ///
  /// @return whether it has ended; else it may still use what it was given
  static boolean join(Thread thread) {
    try {
      return thread.join(MOST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !thread.isAlive();
    }
  }
}
