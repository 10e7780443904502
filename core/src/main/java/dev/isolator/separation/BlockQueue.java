package dev.isolator.separation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A bounded queue from one stage's thread to the next one's, which also carries the news that the
/// song has ended, or that it is over before its end.
final class BlockQueue<T> {
  private final int capacity;
  private final Deque<T> items = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean ended;
  private boolean aborted;

  /// @param capacity items that wait at the most
  BlockQueue(int capacity) {
    this.capacity = capacity;
  }

  /// Hands an item on; waits while the queue is full.
  ///
  /// @throws CancellationException if the song is over
  void put(T item) {
    lock.lock();
    try {
      while (items.size() == capacity && !aborted) {
        changed.awaitUninterruptibly();
      }
      checkAborted();
      items.add(item);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next item; null at the song's end.
  ///
  /// @throws CancellationException if the song is over before its end
  @Nullable T take() {
    lock.lock();
    try {
      while (items.isEmpty() && !ended && !aborted) {
        changed.awaitUninterruptibly();
      }
      checkAborted();
      T item = items.poll();
      changed.signalAll();
      return item;
    } finally {
      lock.unlock();
    }
  }

  /// No more items come.
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Lets both sides fail at their next call.
  void abort() {
    lock.lock();
    try {
      aborted = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void checkAborted() {
    if (aborted) {
      throw new CancellationException("the separation was cancelled");
    }
  }
}
