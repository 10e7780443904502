package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import java.util.List;

/// A network for songs of any number of frames: features, layers and masks in one graph.
///
/// Frames are padded with zero spectra to a multiple of what the network needs and cut again; batch
/// norm is folded into the convolutions.
final class SongGraph {
  private final Architecture architecture;
  private final WeightValues weights;
  private final BandWarp warp;
  private final OnnxGraph graph;

  private SongGraph(Architecture architecture, WeightValues weights) {
    this.architecture = architecture;
    this.weights = weights;
    this.warp = architecture.warp();
    this.graph = new OnnxGraph(architecture.family());
  }

  /// Writes input `spectrum`, output `mask`.
  static OnnxGraph of(Architecture architecture, WeightValues weights) {
    var song = new SongGraph(architecture, weights);
    song.write();
    return song.graph;
  }

  private void write() {
    int bins = warp.bins();
    int stems = architecture.stems().size();
    graph.input("spectrum", 1, 4, bins, -1);
    graph.output("mask", 1, stems, 2, bins, -1);
    String frames =
        graph.op(
            "Gather",
            List.of(graph.op("Shape", List.of("spectrum")), graph.longs(3)),
            attribute("axis", 0));
    var ends = new GraphEnds(architecture, graph);
    String answer = layer(architecture.network(), ends.features(padded(frames)));
    ends.masks(
        graph.op(
            "Slice",
            List.of(
                answer,
                graph.longs(0, 0),
                graph.concat(0, List.of(graph.longs(warp.bands()), frames)),
                graph.longs(2, 3))));
  }

  private String padded(String frames) {
    String missing =
        graph.op(
            "Mod",
            List.of(graph.op("Neg", List.of(frames)), graph.longs(architecture.frameMultiple())));
    String pads = graph.concat(0, List.of(graph.longs(0, 0, 0, 0, 0, 0, 0), missing));
    return graph.op("Pad", List.of("spectrum", pads));
  }

  private String layer(Layer layer, String x) {
    return switch (layer) {
      case Layer.Chain(var layers) -> {
        String y = x;
        for (var next : layers) {
          y = layer(next, y);
        }
        yield y;
      }
      case Layer.Residual(var inner) -> graph.add(x, layer(inner, x));
      case Layer.Skip(var inner) -> graph.concat(1, List.of(layer(inner, x), x));
      case Layer.Convolution c -> convolution(c, x);
      case Layer.Expansion e -> expansion(e, x);
    };
  }

  private String convolution(Layer.Convolution c, String x) {
    var folded = Folded.of(c, weights);
    String y =
        graph.op(
            "Conv",
            List.of(
                x,
                graph.weight(c.name() + ".w", folded.shape(), folded.kernel()),
                graph.weight(c.name() + ".b", List.of((long) c.out()), folded.bias())),
            attribute("kernel_shape", new long[] {c.bands().kernel(), c.frames().kernel()}),
            attribute("strides", new long[] {c.bands().stride(), c.frames().stride()}),
            attribute(
                "pads",
                new long[] {
                  c.bands().before(), c.frames().before(), c.bands().after(), c.frames().after()
                }));
    return c.finish() == Layer.Finish.LINEAR ? y : graph.op("Relu", List.of(y));
  }

  private String expansion(Layer.Expansion e, String x) {
    var folded = Folded.of(e, weights);
    String y =
        graph.op(
            "ConvTranspose",
            List.of(
                x,
                graph.weight(e.name() + ".w", folded.shape(), folded.kernel()),
                graph.weight(e.name() + ".b", List.of((long) e.out()), folded.bias())),
            attribute("kernel_shape", new long[] {2, 2}),
            attribute("strides", new long[] {2, 2}));
    String z = graph.op("Relu", List.of(y));
    return e.delay() == 0
        ? z
        : graph.op("Pad", List.of(z, graph.longs(0, 0, 0, e.delay(), 0, 0, 0, -e.delay())));
  }
}
