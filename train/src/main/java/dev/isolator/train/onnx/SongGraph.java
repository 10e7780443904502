package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.torch.Features;
import dev.isolator.train.torch.TorchNetwork;
import java.util.ArrayList;
import java.util.List;

/// A network for songs of any number of frames: features, layers and masks in one graph.
///
/// Frames are padded with zero spectra to a multiple of what the network needs and cut again; bands
/// that are bins are slices, and only the rest goes through the band matrices; batch norm is folded
/// into the convolutions.
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
    String answer = layer(architecture.network(), features(padded(frames)));
    masks(answer, frames);
  }

  private String padded(String frames) {
    String missing =
        graph.op(
            "Mod",
            List.of(graph.op("Neg", List.of(frames)), graph.longs(architecture.frameMultiple())));
    String pads = graph.concat(0, List.of(graph.longs(0, 0, 0, 0, 0, 0, 0), missing));
    return graph.op("Pad", List.of("spectrum", pads));
  }

  /// See [Features].
  private String features(String spectrum) {
    String lr = graph.slice(spectrum, 1, 0, 1);
    String li = graph.slice(spectrum, 1, 1, 2);
    String rr = graph.slice(spectrum, 1, 2, 3);
    String ri = graph.slice(spectrum, 1, 3, 4);
    String left = graph.add(graph.mul(lr, lr), graph.mul(li, li));
    String right = graph.add(graph.mul(rr, rr), graph.mul(ri, ri));
    String re = graph.add(graph.mul(lr, rr), graph.mul(li, ri));
    String im = graph.sub(graph.mul(li, rr), graph.mul(lr, ri));
    String onBins = graph.concat(1, List.of(left, right, re, im));
    long exact = warp.exact();
    String analysis =
        graph.weight(
            "bands.analysis", List.of(warp.bands() - exact, warp.bins() - exact), warp.analysis());
    String high =
        graph.op("MatMul", List.of(analysis, graph.slice(onBins, 2, warp.exact(), warp.bins())));
    String onBands = graph.concat(2, List.of(graph.slice(onBins, 2, 0, warp.exact()), high));
    String l = graph.slice(onBands, 1, 0, 1);
    String r = graph.slice(onBands, 1, 1, 2);
    String total = graph.add(graph.add(l, r), graph.scalar(Features.FLOOR));
    String level =
        graph.sub(
            graph.op("Pow", List.of(total, graph.scalar(Features.EXPONENT))),
            graph.scalar(Features.OFFSET));
    String balance =
        graph.div(
            graph.sub(graph.op("Sqrt", List.of(l)), graph.op("Sqrt", List.of(r))),
            graph.op("Sqrt", List.of(total)));
    String two = graph.scalar(2);
    String correlation = graph.div(graph.mul(graph.slice(onBands, 1, 2, 3), two), total);
    String phase = graph.div(graph.mul(graph.slice(onBands, 1, 3, 4), two), total);
    String features = graph.concat(1, List.of(level, balance, correlation, phase));
    long missing = (long) architecture.paddedBands() - warp.bands();
    return missing == 0
        ? features
        : graph.op("Pad", List.of(features, graph.longs(0, 0, 0, 0, 0, 0, missing, 0)));
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
    var shape =
        List.of(
            (long) c.out(), (long) c.in(), (long) c.bands().kernel(), (long) c.frames().kernel());
    boolean norm = c.finish() == Layer.Finish.NORM_RELU;
    float[] kernel = weights.get(c.name() + ".w");
    float[] bias = norm ? new float[c.out()] : weights.get(c.name() + ".b");
    if (norm) {
      int each = kernel.length / c.out();
      fold(c.name(), kernel, bias, i -> i / each);
    }
    String y =
        graph.op(
            "Conv",
            List.of(
                x,
                graph.weight(c.name() + ".w", shape, kernel),
                graph.weight(c.name() + ".b", List.of((long) c.out()), bias)),
            attribute("kernel_shape", new long[] {c.bands().kernel(), c.frames().kernel()}),
            attribute("strides", new long[] {c.bands().stride(), c.frames().stride()}),
            attribute(
                "pads",
                new long[] {
                  c.bands().before(), c.frames().before(), c.bands().after(), c.frames().after()
                }));
    return norm ? graph.op("Relu", List.of(y)) : y;
  }

  private String expansion(Layer.Expansion e, String x) {
    float[] kernel = weights.get(e.name() + ".w");
    var bias = new float[e.out()];
    fold(e.name(), kernel, bias, i -> i / 4 % e.out());
    String y =
        graph.op(
            "ConvTranspose",
            List.of(
                x,
                graph.weight(
                    e.name() + ".w", List.of((long) e.in(), (long) e.out(), 2L, 2L), kernel),
                graph.weight(e.name() + ".b", List.of((long) e.out()), bias)),
            attribute("kernel_shape", new long[] {2, 2}),
            attribute("strides", new long[] {2, 2}));
    String z = graph.op("Relu", List.of(y));
    return e.delay() == 0
        ? z
        : graph.op("Pad", List.of(z, graph.longs(0, 0, 0, e.delay(), 0, 0, 0, -e.delay())));
  }

  /// Batch norm `(x − mean) / √(variance + ε) · scale + shift` into kernel and bias.
  private void fold(
      String name, float[] kernel, float[] bias, java.util.function.IntUnaryOperator channelOf) {
    float[] scale = weights.get(name + ".scale");
    float[] shift = weights.get(name + ".shift");
    float[] mean = weights.get(name + ".mean");
    float[] variance = weights.get(name + ".variance");
    var gain = new double[bias.length];
    for (int i = 0; i < bias.length; i++) {
      gain[i] = scale[i] / Math.sqrt(variance[i] + TorchNetwork.EPSILON);
      bias[i] = (float) (shift[i] + (bias[i] - mean[i]) * gain[i]);
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (kernel[i] * gain[channelOf.applyAsInt(i)]);
    }
  }

  private void masks(String answer, String frames) {
    int stems = architecture.stems().size();
    String cut =
        graph.op(
            "Slice",
            List.of(
                answer,
                graph.longs(0, 0),
                graph.concat(0, List.of(graph.longs(warp.bands()), frames)),
                graph.longs(2, 3)));
    boolean two = stems == 2;
    String shaped =
        graph.op("Reshape", List.of(cut, graph.longs(1, two ? 1 : stems, 2, warp.bands(), -1)));
    String shares =
        two
            ? graph.op("Sigmoid", List.of(shaped))
            : graph.op("Softmax", List.of(shaped), attribute("axis", 1));
    long exact = warp.exact();
    String synthesis =
        graph.weight(
            "bands.synthesis",
            List.of(warp.bins() - exact, warp.bands() - exact),
            warp.synthesis());
    String high =
        graph.op("MatMul", List.of(synthesis, graph.slice(shares, 3, warp.exact(), warp.bands())));
    var parts = new ArrayList<>(List.of(graph.slice(shares, 3, 0, warp.exact()), high));
    if (two) {
      String first = graph.concat(3, parts);
      parts = new ArrayList<>(List.of(first, graph.sub(graph.scalar(1), first)));
      graph.op("Concat", parts, "mask", attribute("axis", 1));
    } else {
      graph.op("Concat", parts, "mask", attribute("axis", 3));
    }
  }
}
