package dev.isolator.server.worker;

/// The limits of a worker process.
///
/// @param heapMegabytes of Java's heap, 64 or more
/// @param memoryMegabytes of resident memory in all, native code included; enforced on Linux
/// @param separateSeconds for one song
/// @param transcodeSeconds for one stem
/// @param threads of the network; 0 = as many as there are processors
public record WorkerLimits(
    int heapMegabytes,
    int memoryMegabytes,
    int separateSeconds,
    int transcodeSeconds,
    int threads) {
  public WorkerLimits {
    if (heapMegabytes < 64 || memoryMegabytes < heapMegabytes) {
      throw new IllegalArgumentException(
          "a worker needs 64 MB of heap or more, and no less memory than heap; were %d and %d MB"
              .formatted(heapMegabytes, memoryMegabytes));
    }
    if (separateSeconds < 1 || transcodeSeconds < 1 || threads < 0) {
      throw new IllegalArgumentException(
          "a worker needs 1 second or more, and 0 threads or more; were %d, %d and %d"
              .formatted(separateSeconds, transcodeSeconds, threads));
    }
  }
}
