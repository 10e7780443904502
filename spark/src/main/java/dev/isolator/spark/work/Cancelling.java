package dev.isolator.spark.work;

import dev.isolator.Separation;
import java.util.function.BooleanSupplier;

/// Ends a separation whose task is being killed, or whose JVM is ending.
final class Cancelling {
  private Cancelling() {}

  /// Asks about ten times a second of music's progress.
  static void watch(Separation separation, BooleanSupplier cancelled) {
    separation.onProgress(
        progress -> {
          if (cancelled.getAsBoolean() || ActiveEngines.isEnding()) {
            separation.cancel();
          }
        });
  }
}
