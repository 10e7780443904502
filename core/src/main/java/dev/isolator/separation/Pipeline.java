package dev.isolator.separation;

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
/// [BlockQueue]s of few places, so a slow disk slows the network down rather than filling memory.
/// Whatever goes wrong first, in any stage, stops the others and is what [#run] throws.
///
/// One song. [#open], then [#run]; [#cancel] from any thread.
public final class Pipeline {
  /// Frames that go from stage to stage at once.
  private static final int BLOCK_FRAMES = StemReceiver.MAX_FRAMES;

  private static final int WAITING_BLOCKS = 4;
  private static final int BLOCKS = WAITING_BLOCKS + 2;

  private final BlockQueue<AudioSource> opened = new BlockQueue<>(1);
  private final BlockQueue<Block> decoded = new BlockQueue<>(WAITING_BLOCKS);
  private final BlockQueue<StemBlock> separated = new BlockQueue<>(WAITING_BLOCKS);

  /// Blocks on their way back: one more than wait, and one in each hand.
  private final BlockQueue<Block> emptied = new BlockQueue<>(BLOCKS);

  private final BlockQueue<StemBlock> written = new BlockQueue<>(BLOCKS);

  /// How many of the stem blocks exist.
  private int made;

  private CountDownLatch decoding = new CountDownLatch(0);
  private @Nullable Throwable failure;

  /// Decoded frames, `[channels][BLOCK_FRAMES]`.
  private static final class Block {
    final float[][] samples;
    int frames;

    Block(int channels) {
      this.samples = new float[channels][BLOCK_FRAMES];
    }
  }

  /// Stems of some frames, `[stems][channels][BLOCK_FRAMES]`, and the mix.
  private static final class StemBlock {
    final float[][][] stems;
    final float[][] mix;
    int frames;

    StemBlock(int stems, int channels) {
      this.stems = new float[stems][channels][BLOCK_FRAMES];
      this.mix = new float[channels][BLOCK_FRAMES];
    }

    void fill(float[][][] fromStems, float[][] fromMix, int count) {
      for (int stem = 0; stem < stems.length; stem++) {
        copy(fromStems[stem], stems[stem], count);
      }
      copy(fromMix, mix, count);
      frames = count;
    }

    private static void copy(float[][] from, float[][] to, int count) {
      for (int channel = 0; channel < to.length; channel++) {
        System.arraycopy(from[channel], 0, to[channel], 0, count);
      }
    }
  }

  /// Opens a song's samples when the separation starts.
  @FunctionalInterface
  public interface Opening {
    /// Called on the thread that decodes, which also closes what is opened.
    AudioSource open() throws AudioException;
  }

  /// Makes the song's separation, given where its stems go.
  @FunctionalInterface
  public interface Separating {
    /// Called on the thread that separates.
    BlockSeparation into(StemReceiver receiver) throws ModelException;
  }

  /// Starts decoding a song, and waits until it is known what the song is. The thread that opens it
  /// closes it; if that hangs in a pipe nobody writes to, it is left behind, a daemon.
  public AudioSource open(Opening opening) throws AudioException, ModelException {
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
  public void run(Separating separating, StemReceiver writing)
      throws AudioException, ModelException {
    var writer = start("isolator-write", () -> write(writing));
    try {
      separate(separating);
    } catch (Throwable e) {
      fail(e);
    }
    await(writer); // whoever removes half-written files must find them closed
    if (failure == null) {
      await(decoding);
    }
    rethrow();
  }

  /// Stops all stages; [#run] throws a [CancellationException]. Any thread.
  public void cancel() {
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

  private @Nullable Void decode(Opening opening) throws AudioException {
    try (AudioSource source = opening.open()) {
      opened.put(source);
      int channels = source.info().layout().count();
      for (int i = 0; i < BLOCKS; i++) {
        emptied.put(new Block(channels));
      }
      while (true) {
        Block block = next(emptied);
        block.frames = source.read(block.samples, BLOCK_FRAMES);
        if (block.frames < 0) {
          decoded.end();
          return null;
        }
        decoded.put(block);
      }
    }
  }

  private static <T> T next(BlockQueue<T> queue) {
    T item = queue.take();
    if (item == null) {
      throw new IllegalStateException("the queue of empty blocks has ended");
    }
    return item;
  }

  private void separate(Separating separating) throws AudioException, ModelException {
    try (BlockSeparation song = separating.into(this::handOver)) {
      for (Block block = decoded.take(); block != null; block = decoded.take()) {
        song.write(block.samples, block.frames);
        emptied.put(block);
      }
      song.finish();
    }
    separated.end();
  }

  /// Copies stems into a block of the writing stage's.
  private void handOver(float[][][] stems, float[][] mix, int frames) {
    StemReceiver.checkFrames(frames);
    if (made < BLOCKS) {
      made++;
      written.put(new StemBlock(stems.length, mix.length));
    }
    StemBlock block = next(written);
    block.fill(stems, mix, frames);
    separated.put(block);
  }

  private @Nullable Void write(StemReceiver writing) throws AudioException {
    for (StemBlock block = separated.take(); block != null; block = separated.take()) {
      writing.receive(block.stems, block.mix, block.frames);
      written.put(block);
    }
    return null;
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
    emptied.abort();
    written.abort();
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
