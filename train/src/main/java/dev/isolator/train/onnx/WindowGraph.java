package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.SharedWindows;
import dev.isolator.train.layer.SharedWindows.Place;
import dev.isolator.train.layer.SharedWindows.Step;
import dev.isolator.train.layer.SharedWindows.Tap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A network over windows for songs of any number of frames, by the steps of [SharedWindows], as
/// [dev.isolator.train.torch] runs it.
final class WindowGraph {
  private final WindowWeights weights;
  private final OnnxGraph graph;
  private final Map<Product, String> products = new HashMap<>();
  private final Map<Integer, String> pooled = new HashMap<>();
  private String[] fields = new String[0];
  private int[] reach = new int[0];

  /// A field times one column of a layer's kernel.
  private record Product(String layer, int column, int step) {}

  WindowGraph(WindowWeights weights, OnnxGraph graph) {
    this.weights = weights;
    this.graph = graph;
  }

  /// All windows of a picture.
  ///
  /// @param x name of `[1][channels][bands][frames]`
  /// @return name of `[1][out][bands][frames]`
  String of(Layer.Windows windows, String x) {
    var shared = SharedWindows.of(windows);
    reach = shared.reach();
    fields = new String[reach.length];
    long after = (long) windows.frames() - 1 - windows.at();
    for (int i = 0; i < fields.length; i++) {
      fields[i] =
          switch (shared.steps().get(i)) {
            case Step.Input() ->
                graph.op("Pad", List.of(x, graph.longs(0, 0, 0, windows.at(), 0, 0, 0, after)));
            case Step.Convolved(var layer, var taps) -> convolved(layer, taps, i);
            case Step.Pooled(var layer, var columns) -> pooled(layer, columns, i);
            case Step.Each(Layer.LeakyRelu(double slope), int from) ->
                graph.op("LeakyRelu", List.of(fields[from]), attribute("alpha", slope));
            case Step.Each(_, int from) -> fields[from]; // nothing is dropped
          };
    }
    var result = shared.result();
    long surplus = (long) windows.frames() - 1 - reach[result.step()] - result.offset();
    return cut(fields[result.step()], result.offset(), surplus);
  }

  private String convolved(Layer.Convolution c, List<Tap> taps, int step) {
    if (SharedWindows.byProducts(c)) {
      return summed(c, taps, step);
    }
    int distance = SharedWindows.distance(taps.stream().map(Tap::place).toList());
    if (distance == 0) {
      return gathered(c, taps, step);
    }
    String kernel = weights.columns(c, taps.getFirst().column(), taps.size());
    String field = fields[taps.getFirst().place().step()];
    return convolution(c, field, kernel, taps.size(), distance, true);
  }

  private String summed(Layer.Convolution c, List<Tap> taps, int step) {
    String bias = graph.op("Reshape", List.of(weights.bias(c), graph.longs(1, c.out(), 1, 1)));
    var parts = new ArrayList<String>();
    for (Tap tap : taps) {
      var product = new Product(c.name(), tap.column(), tap.place().step());
      String whole = products.get(product);
      if (whole == null) {
        String column = weights.columns(c, tap.column(), 1);
        whole = convolution(c, fields[tap.place().step()], column, 1, 1, false);
        products.put(product, whole);
      }
      parts.add(at(whole, tap.place(), step));
    }
    parts.add(bias);
    return graph.op("Sum", parts);
  }

  private String gathered(Layer.Convolution c, List<Tap> taps, int step) {
    var columns = new ArrayList<String>();
    var kernels = new ArrayList<String>();
    for (Tap tap : taps) {
      columns.add(at(fields[tap.place().step()], tap.place(), step));
      kernels.add(weights.columns(c, tap.column(), 1));
    }
    return convolution(c, graph.concat(1, columns), graph.concat(1, kernels), 1, 1, true);
  }

  private String convolution(
      Layer.Convolution c, String x, String kernel, int columns, int dilation, boolean biased) {
    return graph.op(
        "Conv",
        biased ? List.of(x, kernel, weights.bias(c)) : List.of(x, kernel),
        attribute("kernel_shape", new long[] {c.bands().kernel(), columns}),
        attribute("strides", new long[] {c.bands().stride(), 1}),
        attribute("dilations", new long[] {1, dilation}),
        attribute("pads", new long[] {c.bands().before(), 0, c.bands().after(), 0}));
  }

  private String pooled(Layer.Pool p, List<Place> columns, int step) {
    int distance = SharedWindows.distance(columns);
    if (distance > 0) {
      return pool(p, fields[columns.getFirst().step()], p.frames(), distance);
    }
    var parts = new ArrayList<String>();
    for (Place place : columns) {
      String whole =
          Objects.requireNonNull(
              pooled.computeIfAbsent(place.step(), k -> pool(p, fields[k], 1, 1)));
      parts.add(at(whole, place, step));
    }
    return graph.op("Max", parts);
  }

  private String pool(Layer.Pool p, String x, int frames, int dilation) {
    return graph.op(
        "MaxPool",
        List.of(x),
        attribute("kernel_shape", new long[] {p.bands(), frames}),
        attribute("strides", new long[] {p.bands(), 1}),
        attribute("dilations", new long[] {1, dilation}));
  }

  /// A field's frames that a step needs, as many as the step has.
  private String at(String field, Place place, int step) {
    return cut(field, place.offset(), (long) reach[step] - reach[place.step()] - place.offset());
  }

  private String cut(String field, long before, long after) {
    return before == 0 && after == 0
        ? field
        : graph.slice(field, 3, before, after == 0 ? Long.MAX_VALUE : -after);
  }
}
