package dev.isolator.train.layer;

import dev.isolator.train.layer.SharedWindows.Step;
import java.util.HashSet;
import java.util.List;

/// What a network over windows costs for each frame, in floating-point operations of its
/// convolutions (a multiplication and an addition are two).
public final class WindowCost {
  private WindowCost() {}

  /// Each window by itself.
  ///
  /// @param bands of the picture
  public static long patches(Layer.Windows windows, long bands) {
    long cost = 0;
    long rows = bands;
    long columns = windows.frames();
    for (var layer : windows.inner().layers()) {
      switch (layer) {
        case Layer.Convolution c -> {
          rows = size(c.bands(), rows);
          columns = size(c.frames(), columns);
          cost += columns * column(c, rows) * c.frames().kernel();
        }
        case Layer.Pool p -> {
          rows /= p.bands();
          columns /= p.frames();
        }
        case Layer.Chain _,
            Layer.Residual _,
            Layer.Skip _,
            Layer.MultipliedSkip _,
            Layer.Recurrence _,
            Layer.TransposedConvolution _,
            Layer.Windows _,
            Layer.Scale _,
            Layer.Advance _,
            Layer.Exemplars _,
            Layer.FrequencyTransform _ ->
            throw new IllegalArgumentException("windows are not counted with " + layer);
        case Layer.LeakyRelu _, Layer.Dropout _ -> {}
      }
    }
    return cost;
  }

  /// Windows that share their work, as [SharedWindows] has it.
  ///
  /// @param bands of the picture
  public static long shared(Layer.Windows windows, long bands) {
    var shared = SharedWindows.of(windows);
    var rows = new long[shared.steps().size()];
    var products = new HashSet<List<Object>>();
    long cost = 0;
    for (int i = 0; i < rows.length; i++) {
      switch (shared.steps().get(i)) {
        case Step.Input() -> rows[i] = bands;
        case Step.Convolved(var c, var taps) -> {
          rows[i] = size(c.bands(), rows[taps.getFirst().place().step()]);
          boolean whole = !SharedWindows.byProducts(c);
          for (var tap : taps) {
            if (whole || products.add(List.of(c.name(), tap.column(), tap.place().step()))) {
              cost += column(c, rows[i]);
            }
          }
        }
        case Step.Pooled(var p, var columns) ->
            rows[i] = rows[columns.getFirst().step()] / p.bands();
        case Step.Each(_, int from) -> rows[i] = rows[from];
      }
    }
    return cost;
  }

  /// The cost of one kernel column at one frame.
  private static long column(Layer.Convolution c, long rows) {
    return 2L * c.in() * c.out() * c.bands().kernel() * rows;
  }

  private static long size(Layer.Axis axis, long cells) {
    return (cells + axis.before() + axis.after() - axis.kernel()) / axis.stride() + 1;
  }
}
