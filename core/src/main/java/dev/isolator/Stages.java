package dev.isolator;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioSource;
import dev.isolator.model.ModelException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Decode → separate → write, each on a thread of its own, with bounded queues between them.
///
/// The thread that calls [#run] separates. Decoded blocks and finished stems wait in two
/// [Conveyor]s of few places, so a slow disk slows the network down rather than filling memory.
/// Whatever goes wrong first, in any stage, stops the others and is what [#run] throws.
@SuppressWarnings("ArrayRecordComponent") // blocks are handed over, never compared
final class Stages {
  private static final int BLOCK_FRAMES = 16_384;
  private static final int WAITING_BLOCKS = 4;

  private final Conveyor<AudioSource> opened = new Conveyor<>(1);
  private final Conveyor<Block> decoded = new Conveyor<>(WAITING_BLOCKS);
  private final Conveyor<StemBlock> separated = new Conveyor<>(WAITING_BLOCKS);
  private CountDownLatch decoding = new CountDownLatch(0);
  private @Nullable Throwable failure;

  /// Decoded frames. The arrays are its own.
  private record Block(float[][] samples, int frames) {}

  /// Stems of some frames. The arrays are its own.
  private record StemBlock(float[][][] stems, float[][] mix, int frames) {}

  /// Makes the song's separation, given where its stems go.
  @FunctionalInterface
  interface Separating {
    BlockSeparation into(StemReceiver receiver);
  }

  /// Starts decoding a song, and waits until it is known what the song is. The thread that opens it
  /// closes it; if that hangs in a pipe nobody writes to, it is left behind, a daemon.
  AudioSource open(Separator.Opening opening) throws AudioException, ModelException {
    decoding = start("isolator-decode", () -> decode(opening));
    try {
      AudioSource source = opened.take();
      if (source != null) {
        return source;
      }
    } catch (CancellationException e) {
      fail(e); // if it was not the opening that failed, which is known by now
    }
    rethrow();
    throw new IllegalStateException("the song was neither opened nor refused");
  }

  /// Runs the opened song through.
  void run(Separating separating, StemReceiver writing) throws AudioException, ModelException {
    var written = start("isolator-write", () -> write(writing));
    try {
      separate(separating);
    } catch (Throwable e) {
      fail(e);
    }
    await(written); // whoever removes half-written files must find them closed
    if (failure == null) {
      await(decoding);
    }
    rethrow();
  }

  /// Stops all stages; [#run] throws a [CancellationException]. Any thread.
  void cancel() {
    fail(new CancellationException("the separation was cancelled"));
  }

  private CountDownLatch start(String name, Callable<?> stage) {
    var done = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                stage.call();
              } catch (Throwable e) {
                fail(e);
              } finally {
                done.countDown();
              }
            });
    return done;
  }

  private @Nullable Void decode(Separator.Opening opening) throws AudioException {
    try (AudioSource source = opening.open()) {
      opened.put(source);
      int channels = source.info().layout().count();
      while (true) {
        var samples = new float[channels][BLOCK_FRAMES];
        int frames = source.read(samples, BLOCK_FRAMES);
        if (frames < 0) {
          decoded.end();
          return null;
        }
        decoded.put(new Block(samples, frames));
      }
    }
  }

  private void separate(Separating separating) throws AudioException, ModelException {
    BlockSeparation song =
        separating.into(
            (stems, mix, frames) ->
                separated.put(new StemBlock(copy(stems, frames), copy(mix, frames), frames)));
    for (Block block = decoded.take(); block != null; block = decoded.take()) {
      song.write(block.samples(), block.frames());
    }
    song.finish();
    separated.end();
  }

  private @Nullable Void write(StemReceiver writing) throws AudioException {
    for (StemBlock block = separated.take(); block != null; block = separated.take()) {
      writing.receive(block.stems(), block.mix(), block.frames());
    }
    return null;
  }

  private static float[][][] copy(float[][][] stems, int frames) {
    var copy = new float[stems.length][][];
    for (int stem = 0; stem < stems.length; stem++) {
      copy[stem] = copy(stems[stem], frames);
    }
    return copy;
  }

  private static float[][] copy(float[][] channels, int frames) {
    var copy = new float[channels.length][];
    for (int channel = 0; channel < channels.length; channel++) {
      copy[channel] = java.util.Arrays.copyOf(channels[channel], frames);
    }
    return copy;
  }

  /// Notes the first failure and wakes everyone up.
  private void fail(Throwable e) {
    synchronized (this) {
      if (failure == null) {
        failure = e;
      }
    }
    opened.abort();
    decoded.abort();
    separated.abort();
  }

  private static void await(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // files must be closed before the caller goes on: wait all the same
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void rethrow() throws AudioException, ModelException {
    switch (failure) {
      case null -> {}
      case AudioException e -> throw e;
      case ModelException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}
