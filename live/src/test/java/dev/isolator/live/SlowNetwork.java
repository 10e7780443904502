package dev.isolator.live;

import dev.isolator.model.Contract;
import dev.isolator.model.FrameModel;
import dev.isolator.model.Grid;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelException;
import dev.isolator.model.Reach;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A network that is as slow as a test wants: it answers when it is let, half of everything is the
/// first stem.
final class SlowNetwork implements FrameModel {
  static final int HOP = 64;
  private static final int LENGTH = 256;

  private final Contract.Frame contract;
  private final FloatBuffer spectrum = FloatBuffer.allocate(4 * (LENGTH / 2 + 1));
  private final FloatBuffer mask = FloatBuffer.allocate(4 * (LENGTH / 2 + 1));
  private final Semaphore answers = new Semaphore(0);
  private volatile boolean free = true;
  private volatile boolean broken;
  private volatile boolean notANumber;
  private final AtomicInteger runs = new AtomicInteger();

  SlowNetwork() {
    this(0);
  }

  /// @param lookAhead frames by which its answers are to be taken for late
  SlowNetwork(int lookAhead) {
    this.contract =
        new Contract.Frame(
            new Grid(44_100, LENGTH, HOP, "hann-periodic"), new Reach(0, lookAhead, 1));
    fill(0.5f);
  }

  private void fill(float value) {
    for (int i = 0; i < mask.capacity(); i++) {
      mask.put(i, value);
    }
  }

  /// From now on it answers only what it is let.
  void hold() {
    free = false;
  }

  /// Lets it answer so many.
  void let(int count) {
    answers.release(count);
  }

  /// How many it has answered.
  int runs() {
    return runs.get();
  }

  /// From now on it answers at once again.
  void free() {
    free = true;
    answers.release(1000);
  }

  /// From now on it fails.
  void breakDown() {
    broken = true;
  }

  /// Its next answer is no mask.
  void answerNotANumber() {
    notANumber = true;
  }

  @Override
  public States begin() {
    return () -> {};
  }

  @Override
  public void run(States states) throws ModelException {
    if (broken) {
      throw new ModelException("slow: broke down; get another one");
    }
    if (!free) {
      answers.acquireUninterruptibly();
    }
    fill(notANumber ? Float.NaN : 0.5f);
    notANumber = false;
    runs.incrementAndGet();
  }

  @Override
  public ModelCard card() {
    var provenance = new ModelCard.Provenance(0, "Apache-2.0", List.of(), List.of(), "made up");
    return new ModelCard(
        "slow", "1", "live", List.of("vocals", "music"), contract, provenance, "", "", "");
  }

  @Override
  public Contract.Frame contract() {
    return contract;
  }

  @Override
  public String accelerator() {
    return "cpu";
  }

  @Override
  public FloatBuffer spectrum() {
    return spectrum;
  }

  @Override
  public FloatBuffer mask() {
    return mask;
  }

  @Override
  public @Nullable FloatBuffer voice() {
    return null;
  }

  @Override
  public void close() {
    free();
  }
}
