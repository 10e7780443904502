package dev.isolator.train.onnx;

import static dev.isolator.train.onnx.OnnxGraph.attribute;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network for songs of any number of frames: features, layers and masks in one graph.
///
/// Frames are padded with zero spectra to a multiple of what the network needs and cut again; batch
/// norm is folded into the convolutions.
final class SongGraph {
  private final Architecture architecture;
  private final WeightValues weights;
  private final OnnxGraph graph;

  private final String prefix;

  private SongGraph(TrainedNetwork network, OnnxGraph graph, String prefix) {
    this.architecture = network.architecture();
    this.weights = network.weights();
    this.graph = graph;
    this.prefix = prefix;
  }

  /// Writes input `spectrum`, output `mask`, and output `voice` where there is a network for it; of
  /// a network for voice activity alone `voice` only.
  ///
  /// @param voice a network for voice activity on the same grid, or null
  static OnnxGraph of(TrainedNetwork network, @Nullable TrainedNetwork voice) {
    var architecture = network.architecture();
    var graph = new OnnxGraph(architecture.family());
    int bins = architecture.bins();
    graph.input("spectrum", 1, 4, bins, -1);
    if (architecture.head() instanceof Head.Voice) {
      new SongGraph(network, graph, "").voice();
      return graph;
    }
    graph.output("mask", 1, network.stems().size(), 2, bins, -1);
    String answer = new SongGraph(network, graph, "").answer();
    MasksGraph.write(network, graph, answer);
    if (architecture.head() instanceof Head.VoiceAndShares) {
      graph.output("voice", 1, -1);
      graph.voice(answer, -1);
    }
    if (voice != null) {
      voice.requireVoiceFor(architecture);
      new SongGraph(voice, graph, TrainedNetwork.VOICE_PREFIX).voice();
    }
    return graph;
  }

  /// Adds the output `voice` of a network that answers with nothing else.
  private void voice() {
    graph.output("voice", 1, -1);
    String told = graph.op("Sigmoid", List.of(answer()));
    graph.op("Reshape", List.of(told, graph.longs(1, -1)), "voice");
  }

  /// The network's answer, of as many frames as the spectrum.
  private String answer() {
    String frames =
        graph.op(
            "Gather",
            List.of(graph.op("Shape", List.of("spectrum")), graph.longs(3)),
            attribute("axis", 0));
    String features = FrontGraph.of(architecture, graph, null).features(padded(frames));
    String answer = layer(architecture.network(), features);
    return architecture.frameMultiple() == 1
        ? answer
        : graph.op("Slice", List.of(answer, graph.longs(0), frames, graph.longs(3)));
  }

  private String padded(String frames) {
    if (architecture.frameMultiple() == 1) {
      return "spectrum";
    }
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
      case Layer.MultipliedSkip(var inner) -> graph.mul(layer(inner, x), x);
      case Layer.Recurrence _ ->
          throw new IllegalArgumentException(
              "a network with recurrentUnits remembers all that came before, so that the chunks of a song would show; it can be trained, not exported yet");
      case Layer.Convolution c -> convolution(c, x);
      case Layer.TransposedConvolution e -> transposed(e, x);
      case Layer.Pool p ->
          graph.op(
              "MaxPool",
              List.of(x),
              attribute("kernel_shape", new long[] {p.bands(), p.frames()}),
              attribute("strides", new long[] {p.bands(), p.frames()}));
      case Layer.LeakyRelu(double slope) ->
          graph.op("LeakyRelu", List.of(x), attribute("alpha", slope));
      case Layer.Dropout _ -> x;
      case Layer.Scale(double factor) -> graph.mul(x, graph.scalar(factor));
      case Layer.Advance(int frames) ->
          graph.op("Pad", List.of(x, graph.longs(0, 0, 0, -frames, 0, 0, 0, frames)));
      case Layer.FrequencyTransform a ->
          new FrequencyTransformGraph(weights, graph, prefix).of(a, x);
      case Layer.Exemplars e -> new ExemplarGraph(weights, graph, prefix).of(e, x);
      case Layer.Windows w ->
          new WindowGraph(new WindowWeights(weights, graph, prefix), graph).of(w, x);
    };
  }

  private String convolution(Layer.Convolution c, String x) {
    var folded = FoldedConvolution.of(c, weights);
    String y =
        graph.op(
            "Conv",
            folded.inputs(x, prefix + c.name(), graph),
            attribute("kernel_shape", new long[] {c.bands().kernel(), c.frames().kernel()}),
            attribute("strides", new long[] {c.bands().stride(), c.frames().stride()}),
            attribute(
                "pads",
                new long[] {
                  c.bands().before(), c.frames().before(), c.bands().after(), c.frames().after()
                }));
    return c.activation() == Layer.Activation.LINEAR ? y : graph.op("Relu", List.of(y));
  }

  private String transposed(Layer.TransposedConvolution e, String x) {
    var folded = FoldedConvolution.of(e, weights);
    String y =
        graph.op(
            "ConvTranspose",
            folded.inputs(x, prefix + e.name(), graph),
            attribute("kernel_shape", new long[] {2, 2}),
            attribute("strides", new long[] {2, 2}));
    String z = graph.op("Relu", List.of(y));
    return e.delay() == 0
        ? z
        : graph.op("Pad", List.of(z, graph.longs(0, 0, 0, e.delay(), 0, 0, 0, -e.delay())));
  }
}
