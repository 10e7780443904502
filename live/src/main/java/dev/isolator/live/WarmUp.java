package dev.isolator.live;

import java.util.SplittableRandom;

/// Runs noise through a separator before the music comes. Without it, the JVM interprets the first
/// hops and compiles them beside the network: late hops in the first seconds.
///
/// Blocks go through as in real time, so that the code is compiled for that way; only between
/// blocks the network is waited for, so that it is not late.
final class WarmUp {
  /// Hops after which the JVM has compiled what runs in each of them.
  private static final int HOPS = 400;

  /// The longest time, on machines that are slow.
  private static final long MOST_NANOS = 2_000_000_000;

  /// A block is a few samples with some devices; as many calls as that would make are not needed.
  private static final int LEAST_FRAMES = 64;

  private final LiveSeparator separator;

  /// @param separator that no audio thread uses yet
  WarmUp(LiveSeparator separator) {
    this.separator = separator;
  }

  /// Runs; the separator is to be reset after it. What the network throws is in its statistics.
  void run() {
    var settings = separator.settings();
    int least = settings.blockFrames();
    int block = Math.ceilDiv(LEAST_FRAMES, least) * least;
    var random = new SplittableRandom(1);
    var in = new float[settings.channels()][block];
    var stems = new float[separator.stems().size()][settings.channels()][block];
    var mix = new float[settings.channels()][block];
    long end = System.nanoTime() + MOST_NANOS;
    separator.setRealTime(true);
    while (separator.statistics().hops() < HOPS && System.nanoTime() < end) {
      for (float[] channel : in) {
        for (int i = 0; i < block; i++) {
          channel[i] = (float) (0.1 * random.nextGaussian());
        }
      }
      separator.process(in, stems, mix, block);
      separator.awaitAnswers();
    }
  }
}
