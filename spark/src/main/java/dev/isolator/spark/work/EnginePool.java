package dev.isolator.spark.work;

import dev.isolator.model.ModelException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// The engines of an executor's JVM: as many as tasks that run at a time, each opened once and used
/// for one song after the other. With as many CPUs a task as the executor has cores, which
/// docs/catalogue.md recommends, that is one.
///
/// Engines of other settings than were asked for last are closed: an executor that goes from one
/// job to the next does not keep both models. Any thread.
final class EnginePool<E extends AutoCloseable> {
  private final Deque<E> idle = new ArrayDeque<>();
  private @Nullable Object settings;

  /// Opens an engine.
  @FunctionalInterface
  interface Opening<E> {
    E open() throws IOException;
  }

  /// What is done with a song and an engine.
  @FunctionalInterface
  interface Use<E, T> {
    T with(E engine) throws IOException;
  }

  /// Does something with an engine that nobody else uses meanwhile. One that fails with anything
  /// but a bad song is closed, and not used again.
  ///
  /// @param key the settings that it was, or is to be, opened with
  <T> T use(Object key, Opening<E> opening, Use<E, T> use) throws IOException {
    ActiveEngines.enter();
    try {
      return used(key, opening, use);
    } finally {
      ActiveEngines.leave();
    }
  }

  private <T> T used(Object key, Opening<E> opening, Use<E, T> use) throws IOException {
    E engine = taken(key);
    if (engine == null) {
      engine = opening.open();
    }
    boolean sound = false;
    try {
      T result = use.with(engine);
      sound = true;
      return result;
    } catch (IOException | CancellationException e) {
      sound = !(e instanceof ModelException);
      throw e;
    } finally {
      if (!sound || !given(key, engine)) {
        close(engine);
      }
    }
  }

  private synchronized @Nullable E taken(Object key) {
    if (!key.equals(settings)) {
      settings = key;
      idle.forEach(EnginePool::close);
      idle.clear();
    }
    return idle.poll();
  }

  private synchronized boolean given(Object key, E engine) {
    if (key.equals(settings)) {
      idle.push(engine);
      return true;
    }
    return false;
  }

  private static void close(AutoCloseable engine) {
    try {
      engine.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("an engine did not close", e);
    }
  }
}
