package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A causal network as a stream: one frame in, one frame out, states in and out.
///
/// | value | shape | meaning |
/// |---|---|---|
/// | `spectrum` | `[1][4][bins][1]` | one frame |
/// | `mask` | `[1][stems][2][bins][1]` | its masks; with a network that looks ahead, those of the frame so many frames before |
/// | `voice` | `[1][1]` | probability that somebody sings, where there is a network for it |
/// | `state.0` | `[1]` | how many frames were seen, modulo the slowest level's period |
/// | `state.K` | fixed | the columns that a layer needs for later frames |
/// | `next.K` | as `state.K` | to be given as `state.K` with the next frame |
///
/// All states begin as zeros. A song begins after silence: feed `lookBackFrames + lookAheadFrames`
/// frames of zeros, rounded up to `frameMultiple`, before its first one; from then on the masks are
/// those of the whole song's graph.
///
/// A slower level runs only when its frame is complete: it is in a branch; the other branch passes
/// its states on unchanged.
final class StreamGraph {
  private final Architecture architecture;
  private final WeightValues weights;
  private final OnnxGraph root;
  private final List<State> states; // of all networks in the graph
  private final String prefix;
  private final WindowWeights windowWeights;

  /// A state of a layer.
  ///
  /// @param number K of `state.K`
  /// @param shape of the tensor
  private record State(int number, List<Long> shape) {
    long[] dims() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }

    String input() {
      return "state." + number;
    }
  }

  /// A network's description with the state that each layer keeps.
  ///
  /// @param bands of its input
  private record Place(Layer layer, List<State> states, List<Place> inner, long bands) {}

  private StreamGraph(TrainedNetwork network, OnnxGraph root, List<State> states, String prefix) {
    this.architecture = network.architecture();
    this.weights = network.weights();
    this.root = root;
    this.states = states;
    this.prefix = prefix;
    this.windowWeights = new WindowWeights(weights, root, prefix);
    if (!architecture.causal()) {
      throw new IllegalArgumentException(
          "only causal networks can be streams, %s looks %d frames ahead that it does not wait for"
              .formatted(architecture.family(), architecture.lookAhead() - architecture.delay()));
    }
  }

  /// Writes the graph of a causal network.
  ///
  /// @param voice a causal network for voice activity on the same grid, or null
  static OnnxGraph of(TrainedNetwork network, @Nullable TrainedNetwork voice) {
    var root = new OnnxGraph(network.architecture().family() + " stream");
    var states = new ArrayList<State>();
    var stream = new StreamGraph(network, root, states, "");
    StreamGraph second = null;
    if (voice != null) {
      voice.requireVoiceFor(network.architecture());
      second = new StreamGraph(voice, root, states, TrainedNetwork.VOICE_PREFIX);
    }
    stream.write(network, second);
    return root;
  }

  private void write(TrainedNetwork trained, @Nullable StreamGraph voice) {
    int bins = architecture.bins();
    root.input("spectrum", 1, 4, bins, 1);
    root.output("mask", 1, trained.stems().size(), 2, bins, 1);
    var counter = keep(1);
    var levels = levelState();
    var network = place(architecture.network(), architecture.rows());
    var levelsBeside = voice == null ? null : voice.levelState();
    var beside =
        voice == null ? null : voice.place(voice.architecture.network(), voice.architecture.rows());
    for (State state : states) {
      root.input(state.input(), state.dims());
      root.output("next." + state.number(), state.dims());
    }
    var next = new String[states.size()];
    String period = root.scalar(architecture.frameMultiple());
    next[0] =
        root.op(
            "Mod",
            List.of(root.add(counter.input(), root.scalar(1)), period),
            attribute("fmod", 1));
    String answer = answer(network, levels, next);
    MasksGraph.write(trained, root, answer);
    if (architecture.head() instanceof Head.VoiceAndShares) {
      root.output("voice", 1, 1);
      root.voice(answer, 1);
    }
    if (voice != null && beside != null) {
      root.output("voice", 1, 1);
      String told = root.op("Sigmoid", List.of(voice.answer(beside, levelsBeside, next)));
      root.op("Reshape", List.of(told, root.longs(1, 1)), "voice");
    }
    for (State state : states) {
      root.op("Identity", List.of(next[state.number()]), "next." + state.number());
    }
  }

  /// The state of the local level, where the network has one.
  private @Nullable State levelState() {
    var level = architecture.localLevel();
    return level == null ? null : keep(1, 3, 1, level.before());
  }

  private String answer(Place network, @Nullable State levels, String[] next) {
    var state =
        levels == null
            ? null
            : new LocalLevelGraph.StreamState(levels.input(), name -> next[levels.number()] = name);
    String features = FrontGraph.of(architecture, root, state).features("spectrum");
    return run(network, features, root, 0, next);
  }

  private State keep(long... shape) {
    var state = new State(states.size(), LongStream.of(shape).boxed().toList());
    states.add(state);
    return state;
  }

  /// Assigns states to the layers, in order.
  private Place place(Layer layer, long bands) {
    return switch (layer) {
      case Layer.Chain(var layers) -> {
        var places = new ArrayList<Place>();
        long at = bands;
        for (var next : layers) {
          places.add(place(next, at));
          at = bandsAfter(next, at);
        }
        yield new Place(layer, List.of(), places, bands);
      }
      case Layer.Residual(var inner) ->
          new Place(layer, List.of(), List.of(place(inner, bands)), bands);
      case Layer.Skip(var inner) -> skip(layer, inner, bands);
      case Layer.MultipliedSkip(var inner) -> skip(layer, inner, bands);
      case Layer.Recurrence r ->
          new Place(layer, List.of(keep(1, bands, r.units())), List.of(), bands);
      case Layer.Convolution c -> {
        int kept = c.frames().kernel() - 1;
        yield new Place(
            layer, kept == 0 ? List.of() : List.of(keep(1, c.in(), bands, kept)), List.of(), bands);
      }
      case Layer.TransposedConvolution e -> new Place(e, List.of(), List.of(), bands);
      case Layer.LeakyRelu _,
          Layer.Dropout _,
          Layer.Scale _,
          Layer.Advance _,
          Layer.Exemplars _,
          Layer.FrequencyTransform _ ->
          new Place(layer, List.of(), List.of(), bands);
      case Layer.Windows w -> {
        var shapes = new WindowStream(w).states(architecture.front().channels(), bands);
        yield new Place(layer, shapes.stream().map(this::keep).toList(), List.of(), bands);
      }
      case Layer.Pool _ -> throw poolInStream();
    };
  }

  /// The last output of the slower levels is held: the columns for this frame and the next one.
  private Place skip(Layer layer, Layer inner, long bands) {
    var held = keep(1, channels(inner), bands, 2);
    return new Place(layer, List.of(held), List.of(place(inner, bands)), bands);
  }

  private static long bandsAfter(Layer layer, long bands) {
    return switch (layer) {
      case Layer.Chain(var layers) -> {
        long at = bands;
        for (var next : layers) {
          at = bandsAfter(next, at);
        }
        yield at;
      }
      case Layer.Residual(var inner) -> bandsAfter(inner, bands);
      case Layer.Skip(var inner) -> bandsAfter(inner, bands);
      case Layer.MultipliedSkip(var inner) -> bandsAfter(inner, bands);
      case Layer.Convolution c -> bands / c.bands().stride();
      case Layer.TransposedConvolution _ -> 2 * bands;
      case Layer.FrequencyTransform a -> a.out();
      case Layer.LeakyRelu _,
          Layer.Dropout _,
          Layer.Windows _,
          Layer.Scale _,
          Layer.Advance _,
          Layer.Recurrence _,
          Layer.Exemplars _ ->
          bands;
      case Layer.Pool _ -> throw poolInStream();
    };
  }

  private static long channels(Layer layer) {
    return switch (layer) {
      case Layer.Chain(var layers) -> channels(layers.getLast());
      case Layer.Residual(var inner) -> channels(inner);
      case Layer.Skip(var inner) -> channels(inner);
      case Layer.MultipliedSkip(var inner) -> channels(inner);
      case Layer.Recurrence r -> r.channels();
      case Layer.Convolution c -> c.out();
      case Layer.TransposedConvolution e -> e.out();
      case Layer.FrequencyTransform a -> a.channels();
      case Layer.LeakyRelu _,
          Layer.Dropout _,
          Layer.Windows _,
          Layer.Pool _,
          Layer.Scale _,
          Layer.Advance _,
          Layer.Exemplars _ ->
          throw new IllegalArgumentException("a slower level must end in a convolution: " + layer);
    };
  }

  /// One frame through a layer.
  ///
  /// @param level 0 for the fastest; bit `level` of the counter says whether the slower level's
  ///   frame is complete
  /// @param next filled with the next states' names
  private String run(Place place, String x, OnnxGraph graph, int level, String[] next) {
    return switch (place.layer()) {
      case Layer.Chain _ -> {
        String y = x;
        for (var inner : place.inner()) {
          y = run(inner, y, graph, level, next);
        }
        yield y;
      }
      case Layer.Residual _ -> graph.add(x, run(place.inner().getFirst(), x, graph, level, next));
      case Layer.Skip _ -> graph.concat(1, List.of(slower(place, x, graph, level, next), x));
      case Layer.MultipliedSkip _ -> graph.mul(slower(place, x, graph, level, next), x);
      case Layer.Recurrence r -> {
        var state = place.states().getFirst();
        var recurrence = new RecurrenceGraph(weights, graph, prefix);
        next[state.number()] = recurrence.next(r, x, state.input());
        yield recurrence.answer(r, next[state.number()]);
      }
      case Layer.Convolution c -> convolution(c, place, x, graph, next);
      case Layer.TransposedConvolution e -> transposed(e, x, graph);
      case Layer.LeakyRelu(double slope) ->
          graph.op("LeakyRelu", List.of(x), attribute("alpha", slope));
      // the answer of this frame is that of an earlier one, which the card says
      case Layer.Dropout _, Layer.Advance _ -> x;
      case Layer.Scale(double factor) -> graph.mul(x, graph.scalar(factor));
      case Layer.FrequencyTransform a ->
          new FrequencyTransformGraph(weights, graph, prefix).of(a, x);
      case Layer.Exemplars e -> new ExemplarGraph(weights, graph, prefix).of(e, x);
      case Layer.Windows w -> {
        var states = place.states().stream().map(State::input).toList();
        var after = new ArrayList<String>();
        String y = new WindowStream(w).run(x, windowWeights, graph, states, after);
        for (int i = 0; i < after.size(); i++) {
          next[place.states().get(i).number()] = after.get(i);
        }
        yield y;
      }
      case Layer.Pool _ -> throw poolInStream();
    };
  }

  private static IllegalArgumentException poolInStream() {
    return new IllegalArgumentException(
        "a stream has pools within windows only; elsewhere they would change its frame rate");
  }

  /// The slower level's output for this frame.
  private String slower(Place place, String x, OnnxGraph graph, int level, String[] next) {
    // the strided convolution's state has every frame of this level, whether or not it runs
    var chain = (Layer.Chain) place.inner().getFirst().layer();
    var places = place.inner().getFirst().inner();
    var down = (Layer.Convolution) chain.layers().getFirst();
    var seen = places.getFirst().states().getFirst();
    String columns = graph.concat(3, List.of(seen.input(), x));
    int kernel = down.frames().kernel();
    next[seen.number()] = graph.slice(columns, 3, 1, kernel);

    var held = place.states().getFirst();
    String odd =
        graph.op(
            "GreaterOrEqual",
            List.of(
                graph.op("Mod", List.of("state.0", graph.scalar(2 << level)), attribute("fmod", 1)),
                graph.scalar(1 << level)));
    var inside = new ArrayList<State>();
    places.subList(1, places.size()).forEach(p -> collect(p, inside));

    var complete = graph.branch("complete" + level);
    String y = kernel(down, columns, complete);
    for (var inner : places.subList(1, places.size())) {
      y = run(inner, y, complete, level + 1, next);
    }
    complete.result(complete.op("Identity", List.of(complete.slice(y, 3, 0, 1))));
    complete.result(complete.op("Identity", List.of(y)));
    for (State state : inside) {
      complete.result(complete.op("Identity", List.of(next[state.number()])));
    }
    var waiting = graph.branch("waiting" + level);
    waiting.result(waiting.slice(held.input(), 3, 1, 2));
    waiting.result(waiting.op("Identity", List.of(held.input())));
    for (State state : inside) {
      waiting.result(waiting.op("Identity", List.of(state.input())));
    }
    var results = graph.choose(odd, complete, waiting, 2 + inside.size());
    next[held.number()] = results.get(1);
    for (int i = 0; i < inside.size(); i++) {
      next[inside.get(i).number()] = results.get(2 + i);
    }
    return results.getFirst();
  }

  private static void collect(Place place, List<State> into) {
    into.addAll(place.states());
    place.inner().forEach(inner -> collect(inner, into));
  }

  private String convolution(
      Layer.Convolution c, Place place, String x, OnnxGraph graph, String[] next) {
    if (place.states().isEmpty()) {
      return kernel(c, x, graph);
    }
    var state = place.states().getFirst();
    String columns = graph.concat(3, List.of(state.input(), x));
    next[state.number()] = graph.slice(columns, 3, 1, c.frames().kernel());
    return kernel(c, columns, graph);
  }

  /// The convolution over as many columns as its kernel has.
  private String kernel(Layer.Convolution c, String columns, OnnxGraph graph) {
    var folded = FoldedConvolution.of(c, weights);
    String y =
        graph.op(
            "Conv",
            folded.inputs(columns, prefix + c.name(), graph),
            attribute("kernel_shape", new long[] {c.bands().kernel(), c.frames().kernel()}),
            attribute("strides", new long[] {c.bands().stride(), 1}),
            attribute("pads", new long[] {c.bands().before(), 0, c.bands().after(), 0}));
    return c.activation() == Layer.Activation.LINEAR ? y : graph.op("Relu", List.of(y));
  }

  private String transposed(Layer.TransposedConvolution e, String x, OnnxGraph graph) {
    var folded = FoldedConvolution.of(e, weights);
    String y =
        graph.op(
            "ConvTranspose",
            folded.inputs(x, prefix + e.name(), graph),
            attribute("kernel_shape", new long[] {2, 2}),
            attribute("strides", new long[] {2, 2}));
    return graph.op("Relu", List.of(y));
  }
}
