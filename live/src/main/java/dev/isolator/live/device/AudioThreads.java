package dev.isolator.live.device;

import java.time.Duration;

/// Waiting for threads of a stream that were told to end.
final class AudioThreads {
  /// A device that does not answer must not keep the program.
  private static final Duration MOST = Duration.ofSeconds(5);

  private AudioThreads() {}

  /// Waits for a thread's end, and keeps the interrupt for the caller.
  static void join(Thread thread) {
    try {
      thread.join(MOST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
