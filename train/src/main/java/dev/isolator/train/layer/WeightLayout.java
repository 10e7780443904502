package dev.isolator.train.layer;

import java.util.ArrayList;
import java.util.List;

/// The place of each weight of a network in two flat arrays: the parameters that the optimiser
/// changes, and the running statistics of batch norm. Weights are saved, averaged and optimised as
/// whole arrays.
///
/// @param parameters weights that the optimiser changes, in order
/// @param statistics running means and variances of batch norm, in order
public record WeightLayout(List<Slot> parameters, List<Slot> statistics) {
  /// One weight.
  ///
  /// @param shape as libtorch and ONNX have it: convolution `[out][in][bands][frames]`, transposed
  ///   `[in][out][bands][frames]`
  /// @param start how it is initialised
  public record Slot(String name, List<Long> shape, Start start) {
    public Slot {
      shape = List.copyOf(shape);
    }

    /// Number of values.
    public long size() {
      return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /// The shape as an array.
    public long[] dims() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }
  }

  /// How a weight is initialised.
  public sealed interface Start {
    /// The same value everywhere.
    record Constant(float value) implements Start {}

    /// Uniform within ±`bound`.
    record Uniform(double bound) implements Start {}
  }

  public WeightLayout {
    parameters = List.copyOf(parameters);
    statistics = List.copyOf(statistics);
  }

  /// The layout of a network's weights, in the order of its layers.
  public static WeightLayout of(Layer network) {
    var layout = new WeightLayoutBuilder();
    layout.visit(network);
    return layout.build();
  }

  /// Number of values that the optimiser changes.
  public long parameterCount() {
    return parameters.stream().mapToLong(Slot::size).sum();
  }

  /// Number of values that batch norm keeps.
  public long statisticCount() {
    return statistics.stream().mapToLong(Slot::size).sum();
  }

  private static final class WeightLayoutBuilder {
    private final List<Slot> parameters = new ArrayList<>();
    private final List<Slot> statistics = new ArrayList<>();

    void visit(Layer layer) {
      switch (layer) {
        case Layer.Chain(var layers) -> layers.forEach(this::visit);
        case Layer.Residual(var inner) -> visit(inner);
        case Layer.Skip(var inner) -> visit(inner);
        case Layer.MultipliedSkip(var inner) -> visit(inner);
        case Layer.Windows w -> visit(w.inner());
        case Layer.Pool _, Layer.LeakyRelu _, Layer.Dropout _, Layer.Scale _, Layer.Advance _ -> {}
        case Layer.Convolution c -> {
          long taps = (long) c.bands().kernel() * c.frames().kernel();
          var shape =
              List.of(
                  (long) c.out(),
                  (long) c.in(),
                  (long) c.bands().kernel(),
                  (long) c.frames().kernel());
          boolean norm = c.activation() == Layer.Activation.BATCH_NORM_RELU;
          kernel(c.name(), shape, c.in() * taps);
          if (norm) {
            norm(c.name(), c.out());
          } else {
            double bound = 1 / Math.sqrt((double) (c.in() * taps));
            parameters.add(
                new Slot(c.name() + ".b", List.of((long) c.out()), new Start.Uniform(bound)));
          }
        }
        case Layer.Exemplars e -> {
          long count = e.count();
          parameters.add(
              new Slot(
                  e.name() + ".w",
                  List.of(e.heads() * count, (long) e.embedding()),
                  new Start.Uniform(1)));
          // exemplars are initialised with different masks: with the same one for all there would
          // be nothing to choose
          parameters.add(
              new Slot(
                  e.name() + ".masks",
                  List.of(count, (long) e.pictures(), (long) e.bins()),
                  new Start.Uniform(2)));
        }
        case Layer.Recurrence(var name, int channels, int units) -> {
          // the usual bound of recurrent layers, for input and state alike
          var start = new Start.Uniform(1 / Math.sqrt(units));
          long gates = 3L * units;
          parameters.add(new Slot(name + ".w", List.of(gates, (long) channels), start));
          parameters.add(new Slot(name + ".b", List.of(gates), start));
          parameters.add(new Slot(name + ".state.w", List.of(gates, (long) units), start));
          parameters.add(new Slot(name + ".state.b", List.of(gates), start));
          var zero = new Start.Constant(0);
          parameters.add(new Slot(name + ".out.w", List.of((long) channels, (long) units), zero));
          parameters.add(new Slot(name + ".out.b", List.of((long) channels), zero));
        }
        case Layer.FrequencyTransform a -> {
          var shape = List.of((long) a.out(), (long) a.in());
          switch (a.activation()) {
            case BATCH_NORM_RELU -> {
              kernel(a.name(), shape, a.in());
              norm(a.name(), a.channels());
            }
            case LINEAR -> {
              parameters.add(new Slot(a.name() + ".w", shape, new Start.Constant(0)));
              parameters.add(
                  new Slot(a.name() + ".b", List.of((long) a.out()), new Start.Constant(0)));
            }
          }
        }
        case Layer.TransposedConvolution e -> {
          // Each output cell is reached by one tap of every input channel.
          kernel(e.name(), List.of((long) e.in(), (long) e.out(), 2L, 2L), e.in());
          norm(e.name(), e.out());
        }
      }
    }

    /// He's bound for ReLU: variance 2 / fan-in. Source: He et al., ICCV 2015, section 2.2.
    private void kernel(String name, List<Long> shape, long fanIn) {
      parameters.add(new Slot(name + ".w", shape, new Start.Uniform(Math.sqrt(6.0 / fanIn))));
    }

    private void norm(String name, long channels) {
      parameters.add(new Slot(name + ".scale", List.of(channels), new Start.Constant(1)));
      parameters.add(new Slot(name + ".shift", List.of(channels), new Start.Constant(0)));
      statistics.add(new Slot(name + ".mean", List.of(channels), new Start.Constant(0)));
      statistics.add(new Slot(name + ".variance", List.of(channels), new Start.Constant(1)));
    }

    WeightLayout build() {
      return new WeightLayout(parameters, statistics);
    }
  }
}
