package dev.isolator.cli;

import dev.isolator.Separation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Turns Ctrl-C (and a polite `kill`) into the cancellation of the song that is under way, and
/// keeps the process alive until its half-written files are gone.
///
/// The JVM itself then exits with 130 after Ctrl-C, 143 after `kill`.
final class Interrupt implements AutoCloseable {
  /// A song cancels within a chunk's time, about a second; a dead disk shall not hold us for ever.
  private static final int PATIENCE_SECONDS = 20;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interrupt");
  private @Nullable Separation running;
  private boolean stopped;

  Interrupt() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// From now on `separation` is what is cancelled.
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
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("isolator: gave up waiting; *.part files may be left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Says that no files are half-written any more.
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
