package dev.isolator.evaluate.candidate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Measures the most memory that the process holds, every 20 ms until it is closed. On Linux this
/// is the resident set, with the networks' native memory; elsewhere the Java heap alone.
final class PeakMemory implements AutoCloseable {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int INTERVAL_MS = 20;

  private final Thread watcher;
  private volatile long peak;

  PeakMemory() {
    peak = now();
    watcher = Thread.ofVirtual().name("peak memory").start(this::watch);
  }

  /// The most memory so far, in bytes.
  long peakBytes() {
    return Math.max(peak, now());
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(INTERVAL_MS);
        peak = Math.max(peak, now());
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private static long now() {
    var runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory() - runtime.freeMemory();
    try {
      return Files.isReadable(STATUS)
          ? Files.readAllLines(STATUS).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(heap)
          : heap;
    } catch (IOException _) { // /proc is there, but cannot be read
      return heap;
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
