package dev.isolator.train.torch;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightLayout;
import dev.isolator.train.layer.WeightValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Runs a network on libtorch.
///
/// The weights are two flat tensors, of which each layer's weights are views: the gradient is one
/// flat tensor too, and the optimiser, the average and the checkpoint are each a few operations on
/// whole arrays.
public final class TorchNetwork {
  /// Batch norm's share of a new batch in its running statistics.
  private static final double MOMENTUM = 0.1;

  /// Added to variances; folded into the weights at export.
  public static final double EPSILON = 1e-5;

  /// What a run is for.
  public enum Mode {
    /// Batch norm normalises by the batch, and follows it with its running statistics.
    TRAINING,
    /// Running statistics, which stay as they are: for few songs, or weights that come from an ONNX
    /// model.
    FROZEN_STATISTICS,
    /// Running statistics, nothing is learned.
    INFERENCE
  }

  /// The precision of convolutions' inputs and outputs. Sums inside are in single precision.
  public enum Precision {
    FLOAT,
    /// 1.5–2 times faster where the processor has the instructions (AVX512-BF16, AMX).
    BFLOAT16
  }

  private final Layer network;
  private final WeightLayout layout;
  private final Tensor parameters;
  private final Tensor statistics;
  private final Precision precision;

  /// @param parameters `[parameterCount]`, requires a gradient if the network is to be trained
  /// @param statistics `[statisticCount]`, changed by runs in training
  public TorchNetwork(Layer network, Tensor parameters, Tensor statistics, Precision precision) {
    this.network = network;
    this.layout = WeightLayout.of(network);
    this.parameters = parameters;
    this.statistics = statistics;
    this.precision = precision;
  }

  /// A network with these weights, to be run and not trained.
  public static TorchNetwork of(Layer network, WeightValues weights, Precision precision) {
    return new TorchNetwork(
        network,
        Tensors.of(weights.parameters(), weights.parameters().length),
        Tensors.of(weights.statistics(), weights.statistics().length),
        precision);
  }

  /// Runs the network.
  ///
  /// @param input `[batch][channels][bands][frames]`
  public Tensor forward(Tensor input, Mode mode) {
    return new Run(mode).apply(network, input);
  }

  /// Runs a network over windows in the plain form, each window by itself, which tests compare the
  /// shared form with; it costs 6.7 times as much (docs/decisions/0012).
  ///
  /// @param input `[batch][channels][bands][frames]`
  public Tensor patches(Layer.Windows windows, Tensor input) {
    int after = windows.frames() - 1 - windows.at();
    var padded = torch.constant_pad_nd(input, windows.at(), after);
    return windows(windows, padded, 1, Mode.INFERENCE);
  }

  /// Runs some windows of a segment, each by itself: those that lie `hop` frames apart and wholly
  /// within it. A window costs 3.5 times what it does if neighbours share their work. But
  /// neighbours are nearly the same example; with few windows of each mix, a training step can have
  /// many mixes instead.
  ///
  /// @param input `[batch][channels][bands][frames]`, at least one window long
  /// @param hop frames from one window to the next, 1 or more
  /// @return `[batch][out][bands][windows]`
  public Tensor windows(Layer.Windows windows, Tensor input, int hop, Mode mode) {
    var cut = input.unfold(3, windows.frames(), hop);
    long batch = input.size(0);
    long count = cut.size(3);
    var each =
        cut.permute(0, 3, 1, 2, 4)
            .reshape(batch * count, input.size(1), input.size(2), windows.frames());
    var answers = new Run(mode).apply(windows.inner(), each);
    return answers
        .view(batch, count, answers.size(1), answers.size(2))
        .permute(0, 2, 3, 1)
        .contiguous();
  }

  private static void cut(Tensor flat, List<WeightLayout.Slot> slots, Map<String, Tensor> into) {
    if (slots.isEmpty()) {
      return;
    }
    var parts = flat.split_with_sizes(slots.stream().mapToLong(WeightLayout.Slot::size).toArray());
    for (int i = 0; i < slots.size(); i++) {
      into.put(slots.get(i).name(), parts.get(i).view(slots.get(i).dims()));
    }
  }

  private final class Run {
    private final boolean training;
    private final boolean dropping;
    private final Map<String, Tensor> weights = new HashMap<>();

    Run(Mode mode) {
      training = mode == Mode.TRAINING;
      dropping = mode != Mode.INFERENCE;
      cut(parameters, layout.parameters(), weights);
      cut(statistics, layout.statistics(), weights);
    }

    Tensor apply(Layer layer, Tensor x) {
      return switch (layer) {
        case Layer.Chain(var layers) -> {
          var y = x;
          for (var next : layers) {
            y = apply(next, y);
          }
          yield y;
        }
        case Layer.Residual(var inner) -> x.add(apply(inner, x));
        case Layer.Skip(var inner) -> torch.cat(new TensorVector(apply(inner, x), x), 1);
        case Layer.MultipliedSkip(var inner) -> apply(inner, x).mul(x);
        case Layer.Recurrence r -> recurrence(r, x);
        case Layer.Convolution c -> convolution(c, x);
        case Layer.TransposedConvolution e -> transposed(e, x);
        case Layer.Pool p ->
            torch.max_pool2d(
                x,
                new long[] {p.bands(), p.frames()},
                new long[] {p.bands(), p.frames()},
                new long[] {0, 0},
                new long[] {1, 1},
                false);
        case Layer.LeakyRelu(double slope) -> torch.leaky_relu(x, new Scalar(slope));
        case Layer.Dropout(double probability) ->
            dropping ? torch.dropout(x, probability, true) : x;
        case Layer.Scale(double factor) -> x.mul(new Scalar(factor));
        case Layer.Advance(int frames) -> torch.constant_pad_nd(x, -frames, frames);
        case Layer.FrequencyTransform a -> frequencyTransform(a, x);
        case Layer.Exemplars e -> new ExemplarRun(this::weight).of(e, x);
        case Layer.Windows w ->
            new WindowRun(name -> cast(weight(name)), this::ready, dropping).of(w, x);
      };
    }

    private Tensor convolution(Layer.Convolution c, Tensor x) {
      var bands = c.bands();
      var frames = c.frames();
      var padded = x;
      boolean uneven = bands.before() != bands.after() || frames.before() != frames.after();
      if (uneven) {
        padded =
            torch.constant_pad_nd(
                x, frames.before(), frames.after(), bands.before(), bands.after());
      }
      boolean linear = c.activation() == Layer.Activation.LINEAR;
      boolean exact = isExact(c);
      UnaryOperator<Tensor> cast = exact ? w -> w.to(torch.ScalarType.Float) : this::cast;
      var y =
          torch.conv2d(
              exact ? cast.apply(padded) : ready(padded),
              exact ? cast.apply(weight(c.name() + ".w")) : ready(weight(c.name() + ".w")),
              linear
                  ? new TensorOptional(cast.apply(weight(c.name() + ".b")))
                  : new TensorOptional(),
              new long[] {bands.stride(), frames.stride()},
              uneven ? new long[] {0, 0} : new long[] {bands.before(), frames.before()},
              new long[] {1, 1},
              1);
      return linear ? y : normRelu(c.name(), y);
    }

    /// Whether a convolution is computed in single precision always. oneDNN's kernels for bfloat16
    /// made infinities of finite values, now and then, where a large kernel meets few channels (8 ×
    /// 3 and 4 × 13 over 1 to 4 channels, 64 × 1 onto one; libtorch 2.10, EPYC Zen 5, 2026-11-30).
    /// Such layers cost little. For networks on cepstra with long patches this is not enough, even
    /// with every wide kernel in single precision: they are trained with `precision: float`.
    private static boolean isExact(Layer.Convolution c) {
      boolean few = Math.min(c.in(), c.out()) < 16;
      return few && c.bands().kernel() * c.frames().kernel() > 16;
    }

    private Tensor transposed(Layer.TransposedConvolution e, Tensor x) {
      var y =
          torch.conv_transpose2d(
              ready(x),
              ready(weight(e.name() + ".w")),
              new TensorOptional(),
              new long[] {2, 2},
              new long[] {0, 0},
              new long[] {0, 0},
              1,
              1,
              1);
      var z = normRelu(e.name(), y);
      return e.delay() == 0 ? z : torch.constant_pad_nd(z, e.delay(), -e.delay());
    }

    /// In channels-last order a frame's bands are rows of all its channels: one product a mix,
    /// without moving anything.
    private Tensor frequencyTransform(Layer.FrequencyTransform a, Tensor x) {
      var rows = ready(x).permute(0, 2, 3, 1); // [batch][bands][frames][channels]
      long batch = rows.size(0);
      long frames = rows.size(2);
      long cells = frames * a.channels();
      var map = cast(weight(a.name() + ".w")).unsqueeze(0).expand(batch, a.out(), a.in());
      var product = torch.bmm(map, rows.reshape(batch, a.in(), cells));
      boolean linear = a.activation() == Layer.Activation.LINEAR;
      var y = linear ? product.add(cast(weight(a.name() + ".b")).view(1, a.out(), 1)) : product;
      var back = y.view(batch, a.out(), frames, a.channels()).permute(0, 3, 1, 2);
      return linear ? back : normRelu(a.name(), back);
    }

    /// Every band is a sequence of its own; in single precision, as errors would add up over time.
    private Tensor recurrence(Layer.Recurrence r, Tensor x) {
      long batch = x.size(0);
      long bands = x.size(2);
      long frames = x.size(3);
      var sequences =
          x.to(torch.ScalarType.Float)
              .permute(0, 2, 3, 1)
              .reshape(batch * bands, frames, r.channels());
      var gates =
          new TensorVector(
              weight(r.name() + ".w"),
              weight(r.name() + ".state.w"),
              weight(r.name() + ".b"),
              weight(r.name() + ".state.b"));
      long[] shape = {1, batch * bands, r.units()};
      var silence = torch.zeros(shape, sequences.options());
      var states = torch.gru(sequences, silence, gates, true, 1, 0, training, false, true).get0();
      var y = torch.linear(states, weight(r.name() + ".out.w"), bias(r.name() + ".out.b"));
      return cast(y).view(batch, bands, frames, r.channels()).permute(0, 3, 1, 2);
    }

    private TensorOptional bias(String name) {
      return new TensorOptional(weight(name));
    }

    private Tensor normRelu(String name, Tensor x) {
      return torch.relu(
          torch.batch_norm(
              x,
              new TensorOptional(weight(name + ".scale")),
              new TensorOptional(weight(name + ".shift")),
              new TensorOptional(weight(name + ".mean")),
              new TensorOptional(weight(name + ".variance")),
              training,
              MOMENTUM,
              EPSILON,
              false));
    }

    private Tensor weight(String name) {
      var found = weights.get(name);
      if (found == null) {
        throw new IllegalStateException("the layout has no weight " + name);
      }
      return found;
    }

    /// In the precision and memory order in which convolutions are fastest.
    private Tensor ready(Tensor x) {
      return cast(x).contiguous(torch.MemoryFormat.ChannelsLast);
    }

    private Tensor cast(Tensor x) {
      return precision == Precision.BFLOAT16 ? x.to(torch.ScalarType.BFloat16) : x;
    }
  }
}
