package dev.isolator.train.onnx;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.torch.BandFront;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a network on bands sees, see [BandFront]. Bands that are bins are slices; only the rest
/// goes through the band matrices.
final class BandFrontGraph implements FrontGraph {
  private final Architecture architecture;
  private final BandWarp warp;
  private final OnnxGraph graph;
  private final @Nullable LocalLevelGraph localLevel;

  /// @param localLevel null where songs are seen as they are
  BandFrontGraph(Architecture architecture, OnnxGraph graph, @Nullable LocalLevelGraph localLevel) {
    this.architecture = architecture;
    this.warp = architecture.warp();
    this.graph = graph;
    this.localLevel = localLevel;
  }

  @Override
  public String features(String spectrum) {
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
    String asItIs = graph.concat(2, List.of(graph.slice(onBins, 2, 0, warp.exact()), high));
    String onBands = localLevel == null ? asItIs : localLevel.levelled(onBins, asItIs);
    String l = graph.slice(onBands, 1, 0, 1);
    String r = graph.slice(onBands, 1, 1, 2);
    String total = graph.add(graph.add(l, r), graph.scalar(BandFront.FLOOR));
    String level =
        graph.sub(
            graph.op("Pow", List.of(total, graph.scalar(BandFront.EXPONENT))),
            graph.scalar(BandFront.OFFSET));
    String balance =
        graph.div(
            graph.sub(graph.op("Sqrt", List.of(l)), graph.op("Sqrt", List.of(r))),
            graph.op("Sqrt", List.of(total)));
    String two = graph.scalar(2);
    String correlation = graph.div(graph.mul(graph.slice(onBands, 1, 2, 3), two), total);
    String phase = graph.div(graph.mul(graph.slice(onBands, 1, 3, 4), two), total);
    String features = graph.concat(1, List.of(level, balance, correlation, phase));
    long missing = (long) architecture.rows() - warp.bands();
    return missing == 0
        ? features
        : graph.op("Pad", List.of(features, graph.longs(0, 0, 0, 0, 0, 0, missing, 0)));
  }
}
