package dev.isolator.cli;

import dev.isolator.Separation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// On Ctrl-C (and on `kill` without -9) cancels the song that is being separated, and keeps the
/// process alive until its half-written files are removed.
///
/// The JVM itself then exits with 130 after Ctrl-C, 143 after `kill`.
final class Interrupt implements AutoCloseable {
  /// A cancelled song ends within the time of a chunk, about a second. A disk that does not answer
  /// must not keep the process alive for ever.
  private static final int MAX_WAIT_SECONDS = 20;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interrupt");
  private @Nullable Separation running;
  private boolean stopped;

  Interrupt() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// From now on `separation` is the one to cancel.
  ///
  /// @throws CancellationException if it is too late to begin
  synchronized void watch(Separation separation) {
    if (stopped) {
      throw new CancellationException();
    }
    running = separation;
  }

  private void stop() {
    synchronized (this) {
      stopped = true;
      if (running != null) {
        running.cancel();
      }
    }
    try {
      if (!ended.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "isolator: gave up waiting; hidden files .isolator-*.part may be left behind, the next"
                + " run into their folder removes them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// To be called when no file is half-written any more.
  @Override
  public void close() {
    ended.countDown();
    boolean stopping;
    synchronized (this) {
      stopping = stopped;
    }
    if (!stopping) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // the JVM began to shut down this moment: the hook runs and finds nothing to wait for
      }
    }
  }
}
