package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.SharedWindows;
import dev.isolator.train.layer.SharedWindows.Place;
import dev.isolator.train.layer.SharedWindows.Step;
import java.util.ArrayList;
import java.util.List;

/// A network over windows as a stream: each field of [SharedWindows] is computed at the moment when
/// the last frame that it needs has come, and its last columns are kept for as long as a later step
/// needs them.
final class WindowStream {
  private final SharedWindows shared;
  private final Layer.Windows windows;
  private final int[] reach;
  private final int[] kept; // columns before the newest one, of each step

  WindowStream(Layer.Windows windows) {
    this.windows = windows;
    shared = SharedWindows.of(windows);
    reach = shared.reach();
    kept = new int[reach.length];
    for (int i = 0; i < reach.length; i++) {
      for (Place place : shared.places(i)) {
        kept[place.step()] = Math.max(kept[place.step()], age(i, place));
      }
    }
    var result = shared.result();
    kept[result.step()] = Math.max(kept[result.step()], resultAge());
  }

  /// How many columns before a field's newest one a step needs.
  private int age(int step, Place place) {
    return reach[step] - reach[place.step()] - place.offset();
  }

  private int resultAge() {
    return windows.frames() - 1 - reach[shared.result().step()] - shared.result().offset();
  }

  /// The shapes of the states, `[1][channels][bands][columns]`, of those steps that keep any.
  ///
  /// @param channels of what goes in
  /// @param bands of what goes in
  List<long[]> states(long channels, long bands) {
    var shapes = new long[reach.length][];
    var states = new ArrayList<long[]>();
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] =
          switch (shared.steps().get(i)) {
            case Step.Input() -> new long[] {channels, bands};
            case Step.Convolved(var c, var taps) -> {
              long in = shapes[taps.getFirst().place().step()][1];
              var axis = c.bands();
              long out = (in + axis.before() + axis.after() - axis.kernel()) / axis.stride() + 1;
              yield new long[] {c.out(), out};
            }
            case Step.Pooled(var p, var columns) -> {
              long[] in = shapes[columns.getFirst().step()];
              yield new long[] {in[0], in[1] / p.bands()};
            }
            case Step.Each(_, int from) -> shapes[from];
          };
      if (kept[i] > 0) {
        states.add(new long[] {1, shapes[i][0], shapes[i][1], kept[i]});
      }
    }
    return states;
  }

  /// One frame.
  ///
  /// @param x name of `[1][channels][bands][1]`
  /// @param states names, in the order of [#states]
  /// @param next filled with the next states' names
  /// @return name of `[1][out][bands][1]`
  String run(
      String x, WindowWeights weights, OnnxGraph graph, List<String> states, List<String> next) {
    var histories = new String[reach.length];
    for (int i = 0; i < histories.length; i++) {
      String newest =
          switch (shared.steps().get(i)) {
            case Step.Input() -> x;
            case Step.Convolved(var c, var taps) -> {
              String kernel = weights.columns(c, taps.getFirst().column(), taps.size());
              var places = taps.stream().map(SharedWindows.Tap::place).toList();
              yield graph.op(
                  "Conv",
                  List.of(beside(places, i, histories, graph), kernel, weights.bias(c)),
                  attribute("kernel_shape", new long[] {c.bands().kernel(), taps.size()}),
                  attribute("strides", new long[] {c.bands().stride(), 1}),
                  attribute("pads", new long[] {c.bands().before(), 0, c.bands().after(), 0}));
            }
            case Step.Pooled(var p, var columns) ->
                graph.op(
                    "MaxPool",
                    List.of(beside(columns, i, histories, graph)),
                    attribute("kernel_shape", new long[] {p.bands(), columns.size()}),
                    attribute("strides", new long[] {p.bands(), 1}));
            case Step.Each(Layer.LeakyRelu(double slope), int from) ->
                graph.op(
                    "LeakyRelu",
                    List.of(column(histories[from], from, 0, graph)),
                    attribute("alpha", slope));
            case Step.Each(_, int from) -> column(histories[from], from, 0, graph);
          };
      histories[i] = newest;
      if (kept[i] > 0) {
        histories[i] = graph.concat(3, List.of(states.get(next.size()), newest));
        next.add(graph.slice(histories[i], 3, 1, kept[i] + 1L));
      }
    }
    int result = shared.result().step();
    return column(histories[result], result, resultAge(), graph);
  }

  private String beside(List<Place> places, int step, String[] histories, OnnxGraph graph) {
    var columns = new ArrayList<String>();
    for (Place place : places) {
      columns.add(column(histories[place.step()], place.step(), age(step, place), graph));
    }
    return columns.size() == 1 ? columns.getFirst() : graph.concat(3, columns);
  }

  private String column(String history, int step, int age, OnnxGraph graph) {
    long at = (long) kept[step] - age;
    return kept[step] == 0 ? history : graph.slice(history, 3, at, at + 1);
  }
}
