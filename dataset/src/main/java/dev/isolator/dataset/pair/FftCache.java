package dev.isolator.dataset.pair;

import dev.isolator.spectrum.RealFft;
import java.util.HashMap;
import java.util.Map;

/// Transforms that each thread keeps for its next block: making their tables of sines costs more
/// than one transform, and the stages of this package cut their work into many short jobs.
///
/// Memory: about 8 bytes per sample, length and thread, as long as the thread lives.
final class FftCache {
  private static final ThreadLocal<Map<Integer, RealFft>> OF_THREAD =
      ThreadLocal.withInitial(HashMap::new);

  private FftCache() {}

  /// The calling thread's transform of a length; it must not be passed to another thread.
  ///
  /// @param length samples, as [RealFft#of] takes them
  static RealFft of(int length) {
    return OF_THREAD.get().computeIfAbsent(length, RealFft::of);
  }

  /// The smallest power of two that is at least `n`, and at least 4.
  static int lengthFor(int n) {
    return Math.max(4, Integer.highestOneBit(Math.max(1, n - 1)) << 1);
  }
}
