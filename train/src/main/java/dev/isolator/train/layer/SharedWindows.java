package dev.isolator.train.layer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The steps that a [Layer.Windows] takes when windows share their work.
///
/// Windows that start one frame apart compute almost all their columns alike: column 5 of one is
/// column 4 of the next. Only at its ends is a window different, as it sees its own zeros there
/// instead of the neighbouring frames. So each column of each layer is written as *a field, so many
/// frames after the window's start*, where a field is a column that is computed once for each frame
/// of the song; columns with the same field are shared. Each layer then has a few fields: one for
/// the inside of the window and one for each column that depends on the padding at an end. Pools at
/// stride 3 become convolutions and pools over frames that lie 3, then 9 apart (à trous).
///
/// Each step is a field. Its value at frame `f` depends on frames from `f` on: the offsets in it
/// are 0 or more, the least of them 0. Step 0 is the input, and each step uses earlier ones only.
///
/// Sources: Giusti et al., ICIP 2013 (fragments shared between sliding windows); Li, Zhao and Wang,
/// 2014 (strides as dilation). The exact treatment of a window's own padding is ours.
///
/// @param steps in order
/// @param result the window's column; its offset is from the window's start
public record SharedWindows(List<Step> steps, Place result) {
  /// A field.
  public sealed interface Step {
    /// The network's input.
    record Input() implements Step {}

    /// A convolution's column, of those taps that are not zeros.
    record Convolved(Layer.Convolution layer, List<Tap> taps) implements Step {}

    /// A pool's column.
    record Pooled(Layer.Pool layer, List<Place> columns) implements Step {}

    /// An elementwise layer.
    ///
    /// @param layer [Layer.LeakyRelu] or [Layer.Dropout]
    /// @param from step that the layer is applied to
    record Each(Layer layer, int from) implements Step {}
  }

  /// A field at an offset in time.
  ///
  /// @param step index of the field
  /// @param offset frames, 0 or more
  public record Place(int step, int offset) {
    Place earlier(int frames) {
      return new Place(step, offset - frames);
    }

    Place renumbered(int[] number) {
      return new Place(number[step], offset);
    }
  }

  /// One column of a kernel and what it is multiplied with.
  public record Tap(int column, Place place) {}

  public SharedWindows {
    steps = List.copyOf(steps);
  }

  /// The steps of a network over windows.
  public static SharedWindows of(Layer.Windows windows) {
    var builder = new SharedWindowsBuilder();
    List<Place> columns = new ArrayList<>();
    for (int j = 0; j < windows.frames(); j++) {
      columns.add(new Place(builder.step(new Step.Input()), j));
    }
    for (var layer : windows.inner().layers()) {
      columns = builder.after(layer, columns);
    }
    if (columns.size() != 1) {
      throw new IllegalArgumentException("a window must become 1 column, became " + columns.size());
    }
    return needed(new SharedWindows(builder.steps, columns.getFirst()));
  }

  /// Removes steps that the result does not depend on, such as columns that pools drop.
  private static SharedWindows needed(SharedWindows all) {
    var used = new boolean[all.steps.size()];
    used[0] = true;
    used[all.result.step()] = true;
    for (int i = used.length - 1; i >= 0; i--) {
      if (used[i]) {
        all.places(i).forEach(place -> used[place.step()] = true);
      }
    }
    var number = new int[used.length];
    var steps = new ArrayList<Step>();
    for (int i = 0; i < used.length; i++) {
      number[i] = steps.size();
      if (used[i]) {
        steps.add(renumbered(all.steps.get(i), number));
      }
    }
    return new SharedWindows(steps, all.result.renumbered(number));
  }

  private static Step renumbered(Step step, int[] number) {
    return switch (step) {
      case Step.Input() -> step;
      case Step.Convolved(var layer, var taps) ->
          new Step.Convolved(
              layer,
              taps.stream().map(t -> new Tap(t.column(), t.place().renumbered(number))).toList());
      case Step.Pooled(var layer, var columns) ->
          new Step.Pooled(layer, columns.stream().map(x -> x.renumbered(number)).toList());
      case Step.Each(var layer, int from) -> new Step.Each(layer, number[from]);
    };
  }

  /// Frames after its own that a step's value depends on, for each step.
  public int[] reach() {
    var reach = new int[steps.size()];
    for (int i = 0; i < reach.length; i++) {
      for (Place place : places(i)) {
        reach[i] = Math.max(reach[i], place.offset() + reach[place.step()]);
      }
    }
    return reach;
  }

  /// The fields that a step uses.
  public List<Place> places(int step) {
    return switch (steps.get(step)) {
      case Step.Input() -> List.of();
      case Step.Convolved(_, var taps) -> taps.stream().map(Tap::place).toList();
      case Step.Pooled(_, var columns) -> columns;
      case Step.Each(_, int from) -> List.of(new Place(from, 0));
    };
  }

  /// Whether a convolution is computed by products: each of its input fields is multiplied with
  /// each kernel column once, and the products are shifted and added up for all output fields. That
  /// is less work than whole kernels if there are fewer output channels than input channels.
  public static boolean byProducts(Layer.Convolution c) {
    return c.frames().kernel() > 1 && c.in() > c.out();
  }

  /// By how many frames columns of one field lie apart; 0 if they are of several fields, or
  /// unevenly so; 1 for a single one.
  public static int distance(List<Place> places) {
    if (places.size() == 1) {
      return 1;
    }
    int distance = places.get(1).offset() - places.getFirst().offset();
    for (int i = 1; i < places.size(); i++) {
      boolean fits =
          places.get(i).step() == places.getFirst().step()
              && places.get(i).offset() - places.get(i - 1).offset() == distance;
      if (!fits) {
        return 0;
      }
    }
    return distance;
  }

  private static final class SharedWindowsBuilder {
    private final List<Step> steps = new ArrayList<>();
    private final Map<Step, Integer> numbers = new HashMap<>();

    int step(Step step) {
      return numbers.computeIfAbsent(
          step,
          s -> {
            steps.add(s);
            return steps.size() - 1;
          });
    }

    List<Place> after(Layer layer, List<Place> columns) {
      return switch (layer) {
        case Layer.Convolution c -> convolved(c, columns);
        case Layer.Pool p -> pooled(p, columns);
        case Layer.LeakyRelu _, Layer.Dropout _ ->
            columns.stream()
                .map(x -> new Place(step(new Step.Each(layer, x.step())), x.offset()))
                .toList();
        case Layer.Chain(var layers) -> {
          var y = columns;
          for (var next : layers) {
            y = after(next, y);
          }
          yield y;
        }
        case Layer.Residual _,
            Layer.Skip _,
            Layer.MultipliedSkip _,
            Layer.Recurrence _,
            Layer.TransposedConvolution _,
            Layer.Windows _,
            Layer.Scale _,
            Layer.Advance _,
            Layer.Exemplars _,
            Layer.FrequencyTransform _ ->
            throw new IllegalArgumentException("windows cannot share " + layer);
      };
    }

    private List<Place> convolved(Layer.Convolution c, List<Place> columns) {
      var axis = c.frames();
      if (axis.stride() != 1) {
        throw new IllegalArgumentException("windows cannot share a stride in time: " + c);
      }
      var out = new ArrayList<Place>();
      int count = columns.size() + axis.before() + axis.after() - axis.kernel() + 1;
      for (int j = 0; j < count; j++) {
        var taps = new ArrayList<Tap>();
        for (int k = 0; k < axis.kernel(); k++) {
          int column = j - axis.before() + k;
          if (column >= 0 && column < columns.size()) {
            taps.add(new Tap(k, columns.get(column)));
          }
        }
        int first = taps.stream().mapToInt(t -> t.place().offset()).min().orElseThrow();
        var own = taps.stream().map(t -> new Tap(t.column(), t.place().earlier(first))).toList();
        out.add(new Place(step(new Step.Convolved(c, own)), first));
      }
      return out;
    }

    private List<Place> pooled(Layer.Pool p, List<Place> columns) {
      var out = new ArrayList<Place>();
      for (int j = 0; j + p.frames() <= columns.size(); j += p.frames()) {
        var block = columns.subList(j, j + p.frames());
        int first = block.stream().mapToInt(Place::offset).min().orElseThrow();
        var own = block.stream().map(x -> x.earlier(first)).toList();
        out.add(new Place(step(new Step.Pooled(p, own)), first));
      }
      return out;
    }
  }
}
