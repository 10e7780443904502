package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.family.LocalLevel;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// [LocalLevel] as operators of a graph. A test compares it with
/// [dev.isolator.train.torch.LocalLevelRun].
final class LocalLevelGraph {
  private final LocalLevel level;
  private final double meanSquare;
  private final OnnxGraph graph;
  private final @Nullable StreamState state;

  /// The frames before the present one, where frames come one by one.
  ///
  /// @param before name of `[1][3][1][level.before()]`
  /// @param next set to the name of what the next frame's `before` is
  record StreamState(String before, Consumer<String> next) {}

  /// @param state null in a graph of whole songs
  LocalLevelGraph(LocalLevel level, int fftLength, OnnxGraph graph, @Nullable StreamState state) {
    this.level = level;
    this.meanSquare = LocalLevel.meanSquare(fftLength);
    this.graph = graph;
    this.state = state;
  }

  /// Adds the operators.
  ///
  /// @param onBins name of `[1][4][bins][frames]`: powers of left and right, cross spectrum
  /// @param onBands name of the same on bands
  /// @return name of what the network sees instead of `onBands`
  String levelled(String onBins, String onBands) {
    String sums = graph.op("ReduceSum", List.of(graph.slice(onBins, 1, 0, 3), graph.longs(2)));
    String smoothed = smoothed(sums);
    String left = graph.slice(smoothed, 1, 0, 1);
    String right = graph.slice(smoothed, 1, 1, 2);
    String noLeft = below(left, graph.mul(right, graph.scalar(LocalLevel.SILENT)));
    String noRight = below(right, graph.mul(left, graph.scalar(LocalLevel.SILENT)));
    String one = graph.scalar(1);
    String both = graph.sub(one, graph.add(noLeft, noRight));
    // the cross spectrum's sign: −1 where one channel is inverted
    String sum = graph.add(left, right);
    String doubled = graph.mul(graph.slice(smoothed, 1, 2, 3), graph.scalar(2));
    String inverted = below(doubled, graph.mul(sum, graph.scalar(LocalLevel.INVERTED)));
    String sign = graph.mul(both, graph.sub(one, graph.mul(inverted, graph.scalar(2))));
    String power =
        graph.mul(
            graph.add(
                graph.add(sum, graph.mul(noLeft, graph.sub(right, left))),
                graph.mul(noRight, graph.sub(left, right))),
            graph.scalar(meanSquare / 2));
    String gain =
        graph.div(
            graph.scalar(LocalLevel.TARGET),
            graph.op("Max", List.of(power, graph.scalar(LocalLevel.TARGET / LocalLevel.LARGEST))));
    String l = graph.slice(onBands, 1, 0, 1);
    String r = graph.slice(onBands, 1, 1, 2);
    String newLeft = graph.add(l, graph.mul(noLeft, graph.sub(r, l)));
    String newRight = graph.add(r, graph.mul(noRight, graph.sub(l, r)));
    String copied = graph.mul(graph.add(noLeft, noRight), newLeft);
    String re = graph.add(graph.mul(sign, graph.slice(onBands, 1, 2, 3)), copied);
    String im = graph.mul(sign, graph.slice(onBands, 1, 3, 4));
    return graph.mul(graph.concat(1, List.of(newLeft, newRight, re, im)), gain);
  }

  private String smoothed(String sums) {
    float[] weights = level.weights();
    var repeated = new float[3 * weights.length];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(weights, 0, repeated, i * weights.length, weights.length);
    }
    String kernel =
        graph.weight("level.window", List.of(3L, 1L, 1L, (long) weights.length), repeated);
    String columns = sums;
    long[] pads = {0, level.before(), 0, level.after()};
    if (state != null) {
      columns = graph.concat(3, List.of(state.before(), sums));
      state.next().accept(graph.slice(columns, 3, 1, level.before() + 1L));
      pads = new long[4];
    }
    return graph.op(
        "Conv",
        List.of(columns, kernel),
        attribute("kernel_shape", new long[] {1, weights.length}),
        attribute("group", 3),
        attribute("pads", pads));
  }

  /// 1 where the first is below the second, else 0.
  private String below(String first, String second) {
    return graph.op("Cast", List.of(graph.op("Less", List.of(first, second))), attribute("to", 1));
  }
}
