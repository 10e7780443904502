package dev.isolator.separation;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The threads that transform frames while the network waits. A separator has one set of them.
final class Workers implements AutoCloseable {
  private final int count;
  private final ExecutorService executor;

  /// @param count threads, at least 1
  Workers(int count) {
    this.count = count;
    this.executor =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().name("isolator-transform-", 0).daemon().factory());
  }

  /// How many there are.
  int count() {
    return count;
  }

  /// Runs all tasks and waits for them. If one fails, so does this.
  void run(List<Callable<Void>> tasks) {
    try {
      for (Future<Void> done : executor.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a transform failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
