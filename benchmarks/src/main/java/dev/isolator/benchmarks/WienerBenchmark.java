package dev.isolator.benchmarks;

import dev.isolator.mask.WienerFilter;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The Wiener filter on one window of stereo, on one thread: frames a second. Divide by 43.07 for
/// seconds of music a second.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@Fork(1)
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 3, time = 3)
public class WienerBenchmark {
  private static final int BINS = 2049;

  @Param({"1", "3"})
  public int iterations;

  private WienerFilter filter = new WienerFilter(2, BINS, 2, 1);
  private final float[][] mix = new float[2][2 * BINS];
  private final float[][][] masked = new float[1][2][2 * BINS];

  @Setup(Level.Invocation)
  public void fill() {
    var random = new Random(1);
    filter = new WienerFilter(2, BINS, 2, iterations);
    while (!filter.isFull()) {
      for (int channel = 0; channel < 2; channel++) {
        for (int i = 0; i < 2 * BINS; i++) {
          mix[channel][i] = (float) random.nextGaussian();
          masked[0][channel][i] = 0.5f * mix[channel][i];
        }
      }
      filter.add(mix, masked);
    }
  }

  /// A window moves the song on by half its length.
  @Benchmark
  @OperationsPerInvocation(WienerFilter.WINDOW_FRAMES / 2)
  public WienerFilter frames() {
    filter.refine(0, BINS);
    filter.advance();
    return filter;
  }
}
