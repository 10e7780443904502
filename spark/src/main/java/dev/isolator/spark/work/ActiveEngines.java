package dev.isolator.spark.work;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/// Counts the engines that are at work in this JVM, and keeps the JVM from ending under them: a
/// process that exits while ONNX Runtime computes crashes. When the JVM is told to end, songs under
/// way are cancelled, no more begin, and it ends when the last has, which takes a run of the
/// network at most.
final class ActiveEngines {
  private static final int MAX_WAIT_SECONDS = 20;

  private static int active;
  private static boolean hooked;
  private static boolean ending;

  private ActiveEngines() {}

  /// An engine begins to work.
  ///
  /// @throws CancellationException if the JVM is ending
  static synchronized void enter() {
    if (!hooked) {
      try {
        Runtime.getRuntime()
            .addShutdownHook(new Thread(ActiveEngines::awaitEnd, "isolator-engines"));
      } catch (IllegalStateException _) {
        ending = true;
      }
      hooked = true;
    }
    if (ending) {
      throw new CancellationException("the JVM is ending");
    }
    active++;
  }

  /// It has ended its work.
  static synchronized void leave() {
    active--;
    ActiveEngines.class.notifyAll();
  }

  /// Whether the JVM is ending. Any thread.
  static synchronized boolean isEnding() {
    return ending;
  }

  private static synchronized void awaitEnd() {
    ending = true;
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
    try {
      for (long left = until - System.nanoTime();
          active > 0 && left > 0;
          left = until - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(ActiveEngines.class, left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
