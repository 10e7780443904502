package dev.isolator.train.data;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;

/// Batches of mixes, made ahead by background threads. Batch `k` is the same whatever the number of
/// threads, and wherever one starts: a resumed run goes on with the batches it would have had.
public final class MixLoader implements AutoCloseable {
  private static final int AHEAD = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final LongFunction<Mix> mixes;
  private final int batch;
  private final long seed;
  private final long different;
  private final ExecutorService threads;
  private final Queue<Future<Mix[]>> queue = new ArrayDeque<>();
  private final LongAdder nanoseconds = new LongAdder();
  private long next;

  /// @param mixes the mix of a seed, whichever thread asks: [MixMaker#make], and what is done to it
  /// @param batch mixes together
  /// @param seed of all batches
  /// @param firstBatch where to go on
  /// @param threads 1 or more
  public MixLoader(LongFunction<Mix> mixes, int batch, long seed, long firstBatch, int threads) {
    this(mixes, batch, seed, firstBatch, threads, 0);
  }

  /// Batches of so many different mixes: after the last one all of them come again, in another
  /// order.
  ///
  /// @param different mixes, up to 2³¹; 0 = they never come again
  public MixLoader(
      LongFunction<Mix> mixes, int batch, long seed, long firstBatch, int threads, long different) {
    if (different < 0 || different > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "different mixes must be from 0 to %d, were %d".formatted(Integer.MAX_VALUE, different));
    }
    this.mixes = mixes;
    this.different = different;
    this.batch = batch;
    this.seed = seed;
    this.next = firstBatch;
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("mixes-", 0).daemon().factory());
    for (int i = 0; i < AHEAD; i++) {
      ask();
    }
  }

  /// The next batch; waits for it if it is not made yet.
  public Mix[] next() {
    ask();
    try {
      return queue.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while mixes were made");
    } catch (ExecutionException e) {
      throw new IllegalStateException("mixes could not be made: " + e.getCause(), e);
    }
  }

  private void ask() {
    long k = next++;
    queue.add(threads.submit(() -> make(k)));
  }

  private Mix[] make(long k) {
    long begin = THREADS.getCurrentThreadCpuTime();
    var made = new Mix[batch];
    for (int i = 0; i < batch; i++) {
      made[i] = mix(place(k * batch + i));
    }
    nanoseconds.add(THREADS.getCurrentThreadCpuTime() - begin);
    return made;
  }

  /// One mix by itself, whichever thread asks.
  ///
  /// @param k which one, from 0 on: the mixes of the first batches, one after the other
  public Mix mix(long k) {
    return mixes.apply(seed * 0x9E3779B97F4A7C15L + k);
  }

  /// Which mix is the n-th one of the run: each time that all of them come again, their places are
  /// multiplied and moved on, modulo their number.
  private long place(long n) {
    long round = different == 0 ? 0 : n / different;
    if (round == 0) {
      return n;
    }
    var random = new SplittableRandom(seed + round);
    long factor;
    do {
      factor = random.nextLong(1, different + 1);
    } while (!BigInteger.valueOf(factor).gcd(BigInteger.valueOf(different)).equals(BigInteger.ONE));
    return (n % different * factor + random.nextLong(different)) % different;
  }

  /// Different mixes of the run; 0 = they never come again.
  public long different() {
    return different;
  }

  /// Processor time that all batches took so far, in seconds.
  public double cpuSeconds() {
    return nanoseconds.sum() * 1e-9;
  }

  /// Ends the threads, and waits for it: what they make mixes with may be closed afterwards.
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
