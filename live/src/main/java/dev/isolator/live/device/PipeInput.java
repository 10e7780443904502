package dev.isolator.live.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Standard input or a named pipe, from which nothing may come for any time: a thread of its own
/// waits for the bytes, which cannot be interrupted, so that whoever reads here can be let go by
/// [#stop()]. From then on there is nothing more to be read.
final class PipeInput extends InputStream {
  private static final int PART = 1 << 15;
  private static final int PARTS = 4;
  private static final long POLL_MILLIS = 20;
  private static final byte[] END = new byte[0];

  private final BlockingQueue<byte[]> parts = new ArrayBlockingQueue<>(PARTS);
  private byte[] part = END;
  private int at;
  private boolean ended;
  private volatile @Nullable IOException failure;
  private volatile boolean stopped;

  /// What the thread does.
  private interface Reading {
    void run(PipeInput into) throws IOException, InterruptedException;
  }

  private PipeInput(Reading reading) {
    Thread.ofPlatform().daemon().name("isolator-live-pipe").start(() -> run(reading));
  }

  /// Reads a stream from where it stands. It stays the caller's to close.
  static PipeInput of(InputStream stream) {
    return new PipeInput(into -> into.readAll(stream));
  }

  /// Opens and reads a named pipe; also the opening waits, for whoever writes.
  static PipeInput of(Path pipe) {
    return new PipeInput(
        into -> {
          try (var stream = Files.newInputStream(pipe)) {
            into.readAll(stream);
          }
        });
  }

  private void run(Reading reading) {
    try {
      reading.run(this);
      parts.put(END);
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      failure = new InterruptedIOException("interrupted");
    }
  }

  private void readAll(InputStream stream) throws IOException, InterruptedException {
    var bytes = new byte[PART];
    for (int got; !stopped && (got = stream.read(bytes)) >= 0; ) {
      if (got > 0) {
        parts.put(Arrays.copyOf(bytes, got));
      }
    }
  }

  /// Lets go whoever reads: there is nothing more. Any thread.
  void stop() {
    stopped = true;
    parts.clear(); // so that the thread has room to put its last part, and ends
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    if (most == 0) {
      return 0;
    }
    while (at == part.length && !ended) {
      next();
    }
    if (ended || stopped) {
      return -1;
    }
    int got = Math.min(most, part.length - at);
    System.arraycopy(part, at, into, from, got);
    at += got;
    return got;
  }

  private void next() throws IOException {
    try {
      byte[] got = parts.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      var wrong = failure;
      if (got != null) {
        part = got;
        at = 0;
        ended = got.length == 0;
      } else if (wrong != null) {
        throw wrong;
      }
      ended |= stopped;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
