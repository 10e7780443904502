package dev.isolator.benchmarks;

import dev.isolator.model.Accelerator;
import dev.isolator.model.ChunkModel;
import dev.isolator.model.ChunkPlan;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The default model's network on one chunk: core frames a second. Divide by 43.07 (44 100 / 1024)
/// for seconds of music a second.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@Fork(1)
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 3, time = 3)
public class NetworkBenchmark {
  private static final int CORE_FRAMES = 512;

  @Param({"1", "2"})
  public int threads;

  private ChunkModel model = open(1);

  @Setup
  public void prepare() {
    model.close();
    model = open(threads);
    if (ChunkPlan.of(model.contract(), 0).coreFrames() != CORE_FRAMES) {
      throw new IllegalStateException("the score counts frames of another model");
    }
    var random = new Random(1);
    for (int i = 0; i < model.spectrum().capacity(); i++) {
      model.spectrum().put(i, (float) random.nextGaussian());
    }
  }

  private static ChunkModel open(int threads) {
    try {
      return (ChunkModel) ModelCatalogue.open().defaultModel().open(threads, Accelerator.CPU);
    } catch (ModelException e) {
      throw new IllegalStateException(e);
    }
  }

  @TearDown
  public void close() {
    model.close();
  }

  @Benchmark
  @OperationsPerInvocation(CORE_FRAMES)
  public float coreFrames() throws ModelException {
    model.run();
    return model.mask().get(0);
  }
}
