package dev.isolator.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.isolator.train.data.Mix;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Studio;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.loss.Objective;
import dev.isolator.train.loss.Spectra;
import dev.isolator.train.torch.Libtorch;
import dev.isolator.train.torch.Tensors;
import dev.isolator.train.torch.TorchNetwork;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// How fast training is: seconds of audio that a core-second learns from, and how much of what a
/// plain convolution reaches the whole network reaches.
///
/// `benchmarks/run throughput [STEPS] [CHANNELS] [FREQUENCY_TRANSFORM]`: steps of `studio` with 24,
/// 48, 72, 96, 128 channels and no frequency transforms, 6 mixes of 176 frames, bfloat16, one
/// thread: spectra, features, network, loss and gradients. Between the steps a 3 × 3 convolution of
/// the second level's size, forwards and backwards. Both in processor time, medians.
final class TrainingThroughput {
  private static final int BATCH = 6;
  private static final int FRAMES = 176;

  /// The backward pass computes two gradients, of weights and of inputs; each costs as much as the
  /// forward pass.
  private static final int WITH_GRADIENTS = 3;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private TrainingThroughput() {}

  public static void main(String[] args) {
    int steps = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    var channels =
        Arrays.stream((args.length > 1 ? args[1] : "24,48,72,96,128").split(",", -1))
            .map(Integer::valueOf)
            .toList();
    int frequencyTransform = args.length > 2 ? Integer.parseInt(args[2]) : 0;
    Libtorch.load(1);
    var architecture = Studio.of(List.of("vocals", "music"), channels, frequencyTransform);
    double audio = (double) BATCH * FRAMES * architecture.hopLength() / architecture.sampleRate();
    var whole = new double[steps];
    var plain = new double[steps];
    try (var step = new Step(architecture);
        var convolution = new Plain(channels.get(1), architecture.rows() / 2, FRAMES / 2)) {
      step.run();
      convolution.run();
      for (int i = 0; i < steps; i++) {
        whole[i] = seconds(step);
        plain[i] = seconds(convolution);
      }
      double network = cost(architecture) * BATCH * WITH_GRADIENTS / median(whole);
      double bare = convolution.cost() * WITH_GRADIENTS / median(plain);
      System.out.printf(
          "studio %s, frequency transform %d: %.3f core-s a step, %.1f s of audio per core-second%n",
          channels, frequencyTransform, median(whole), audio / median(whole));
      System.out.printf("all of the step: %.0f GFLOP/s of convolutions%n", network / 1e9);
      System.out.printf("plain 3 × 3 convolution: %.0f GFLOP/s%n", bare / 1e9);
      System.out.printf("ratio: %.2f%n", network / bare);
    }
  }

  private static double seconds(Runnable work) {
    long begin = SYSTEM.getProcessCpuTime();
    work.run();
    return (SYSTEM.getProcessCpuTime() - begin) * 1e-9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /// Floating-point operations of the forward pass of one picture.
  private static double cost(Architecture architecture) {
    return cost(architecture.network(), architecture.rows(), FRAMES);
  }

  private static double cost(Layer layer, long rows, long columns) {
    return switch (layer) {
      case Layer.Convolution c -> {
        long cells = rows / c.bands().stride() * (columns / c.frames().stride());
        yield 2.0 * cells * c.in() * c.out() * c.bands().kernel() * c.frames().kernel();
      }
      case Layer.TransposedConvolution e -> 2.0 * 4 * rows * columns * e.in() * e.out();
      case Layer.FrequencyTransform a -> 2.0 * a.in() * a.out() * a.channels() * columns;
      case Layer.Residual r -> cost(r.inner(), rows, columns);
      case Layer.Skip s -> cost(s.inner(), rows, columns);
      case Layer.MultipliedSkip s -> cost(s.inner(), rows, columns);
      case Layer.Recurrence r ->
          2.0 * rows * columns * r.units() * (3.0 * (r.channels() + r.units()) + r.channels());
      case Layer.Chain chain -> {
        double sum = 0;
        long stride = 1; // of a U-Net: what goes down comes up again
        for (var inner : chain.layers()) {
          sum += cost(inner, rows / stride, columns / stride);
          stride *= inner instanceof Layer.Convolution c ? c.frames().stride() : 1;
          stride /= inner instanceof Layer.TransposedConvolution ? 2 : 1;
        }
        yield sum;
      }
      default -> throw new IllegalArgumentException("a U-Net has no " + layer);
    };
  }

  /// A training step without the update of the weights, whose cost is negligible.
  private static final class Step implements Runnable, AutoCloseable {
    private final PointerScope scope = new PointerScope();
    private final Mix[] batch = new Mix[BATCH];
    private final Objective objective;
    private final TorchNetwork network;
    private final Tensor parameters;

    Step(Architecture architecture) {
      var weights = WeightValues.fresh(architecture.weights(), 1);
      parameters = Tensors.of(weights.parameters(), weights.parameters().length);
      parameters.set_requires_grad(true);
      var statistics = Tensors.of(weights.statistics(), weights.statistics().length);
      network =
          new TorchNetwork(
              architecture.network(), parameters, statistics, TorchNetwork.Precision.BFLOAT16);
      objective = Objective.of(architecture, 6);
      var random = new SplittableRandom(1);
      for (int i = 0; i < BATCH; i++) {
        var stems = new float[2][2][Spectra.samples(architecture, FRAMES)];
        for (float[][] stem : stems) {
          for (float[] channel : stem) {
            for (int t = 0; t < channel.length; t++) {
              channel[t] = (float) (0.2 * random.nextDouble() - 0.1);
            }
          }
        }
        batch[i] = new Mix(stems);
      }
    }

    @Override
    public void run() {
      try (var _ = new PointerScope()) {
        objective.of(batch, x -> network.forward(x, TorchNetwork.Mode.TRAINING));
        parameters.grad().zero_();
      }
    }

    @Override
    public void close() {
      scope.close();
    }
  }

  /// One convolution, in channels-last order.
  private static final class Plain implements Runnable, AutoCloseable {
    private final PointerScope scope = new PointerScope();
    private final int channels;
    private final int rows;
    private final int columns;
    private final Tensor picture;
    private final Tensor kernel;

    Plain(int channels, int rows, int columns) {
      this.channels = channels;
      this.rows = rows;
      this.columns = columns;
      picture = ready(BATCH, channels, rows, columns);
      kernel = ready(channels, channels, 3, 3);
    }

    private static Tensor ready(long... size) {
      var tensor =
          torch
              .randn(size)
              .to(torch.ScalarType.BFloat16)
              .contiguous(torch.MemoryFormat.ChannelsLast);
      tensor.set_requires_grad(true);
      return tensor;
    }

    double cost() {
      return 2.0 * BATCH * rows * columns * channels * channels * 9;
    }

    @Override
    public void run() {
      try (var _ = new PointerScope()) {
        long[] one = {1, 1};
        torch.conv2d(picture, kernel, new TensorOptional(), one, one, one, 1).sum().backward();
        picture.grad().zero_();
        kernel.grad().zero_();
      }
    }

    @Override
    public void close() {
      scope.close();
    }
  }
}
