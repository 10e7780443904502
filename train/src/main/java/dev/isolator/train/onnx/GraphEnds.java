package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.torch.Features;
import java.util.ArrayList;
import java.util.List;

/// The two ends of every graph: spectrum to features, the network's answer to masks. Bands that are
/// bins are slices; only the rest goes through the band matrices.
final class GraphEnds {
  private final Architecture architecture;
  private final BandWarp warp;
  private final OnnxGraph graph;

  GraphEnds(Architecture architecture, OnnxGraph graph) {
    this.architecture = architecture;
    this.warp = architecture.warp();
    this.graph = graph;
  }

  /// See [Features].
  String features(String spectrum) {
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

  /// The network's answer, of bands without padding, to the output `mask`.
  void masks(String cut) {
    int stems = architecture.stems().size();
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
