package dev.isolator.live;

import dev.isolator.model.ModelException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The network on a thread of its own, behind two rings without locks: spectra go in, masks come
/// out, each by a number that counts up from 0.
///
/// One thread (the audio thread) offers and reads, the network's thread does the rest. The audio
/// thread publishes by an ordered store and never wakes the other one, as waking takes a lock
/// inside: the network's thread looks every half millisecond. [#await] is for callers who are not
/// in real time; it does wake it.
///
/// If the network is late it catches up: it answers every spectrum in order, as its memory needs.
/// Only when the ring is full are spectra skipped.
final class NetworkWorker implements AutoCloseable {
  /// Spectra that may wait beyond the slack: 190 ms at 11.6 ms a hop. A machine that stalls for
  /// longer loses some.
  private static final int BACKLOG = 16;

  private static final long POLL_NANOS = 500_000;
  private static final int SPINS = 200;

  private final StreamNetwork network;
  private final int size;

  /// `[number % size][4 * bins]`
  private final float[][] spectra;

  /// `[number % size][stems * 2 * bins]`
  private final float[][] masks;

  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong busyNanos = new AtomicLong();
  private volatile @Nullable ModelException failure;
  private volatile boolean closed;
  private final Thread thread;

  /// Starts the network's thread.
  ///
  /// @param network that has seen nothing yet; stays the caller's to close, after [#close()]
  /// @param spectrumSize `4 * bins`
  /// @param maskSize `stems * 2 * bins`
  /// @param slackHops how much later than its spectrum a mask is read
  NetworkWorker(StreamNetwork network, int spectrumSize, int maskSize, int slackHops) {
    this.network = network;
    this.size = BACKLOG + slackHops;
    this.spectra = new float[size][spectrumSize];
    this.masks = new float[size][maskSize];
    this.thread = new Thread(this::work, "isolator-live-network");
    thread.setDaemon(true);
    thread.start();
  }

  /// Where the next spectrum is to be written, `[4 * bins]`; null if too many wait already. Audio
  /// thread.
  float @Nullable [] next() {
    long number = offered.getPlain();
    return number - answered.getAcquire() < size ? spectra[(int) (number % size)] : null;
  }

  /// Waits until [#next()] has room, or the network has failed. Not in real time.
  void awaitRoom() {
    await(offered.getPlain() - size);
  }

  /// Hands over the spectrum that [#next()] gave room for. Audio thread.
  void offer() {
    offered.setRelease(offered.getPlain() + 1);
  }

  /// How many masks are there: those of numbers below. Audio thread.
  long answered() {
    return answered.getAcquire();
  }

  /// The mask of a number, `[stems * 2 * bins]`: one of the last [#size] that were answered. Audio
  /// thread.
  float[] mask(long number) {
    return masks[(int) (number % size)];
  }

  /// Waits until the mask of a number is there, or the network has failed. Not in real time.
  void await(long number) {
    for (int spins = 0; answered.getAcquire() <= number && failure == null; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.unpark(thread);
        LockSupport.parkNanos(this, POLL_NANOS / 10);
      }
    }
  }

  /// Waits until all masks are there, or the network has failed. Not in real time.
  void awaitAll() {
    await(offered.getPlain() - 1);
  }

  /// Nanoseconds that the network was at work.
  long busyNanos() {
    return busyNanos.get();
  }

  /// Why it stopped, or null.
  @Nullable ModelException failure() {
    return failure;
  }

  /// Ends the network's thread and waits for it.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // a hop takes milliseconds: the thread ends
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      while (!closed) {
        long number = answered.getPlain();
        if (number < offered.getAcquire()) {
          long start = System.nanoTime();
          network.answer(
              spectra[(int) (number % size)],
              masks[(int) ((number + size - 1) % size)],
              masks[(int) (number % size)]);
          busyNanos.setRelease(busyNanos.getPlain() + System.nanoTime() - start);
          answered.setRelease(number + 1);
        } else {
          LockSupport.parkNanos(this, POLL_NANOS);
        }
      }
    } catch (ModelException e) {
      failure = e;
    }
  }
}
