package dev.isolator.train.layer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Puts a trained network into one with more channels, so that training goes on with more of them:
/// at first it answers as before.
///
/// What a layer makes of the channels that were there stays; new channels begin with random
/// weights, and count for nothing in the old ones: the weights from a new channel to an old one
/// begin at zero, and are learnt.
///
/// Source: Chen, Goodfellow and Shlens, Net2Net, ICLR 2016 (networks that grow without losing what
/// they know); zeros in place of copied channels, as copies learn the same.
public final class WidenedWeights {
  private final WeightValues narrow;
  private final WeightValues wide;
  private final Map<String, Integer> places = new HashMap<>();

  private WidenedWeights(WeightValues narrow, WeightValues wide) {
    this.narrow = narrow;
    this.wide = wide;
    place(wide.layout().parameters());
    place(wide.layout().statistics());
  }

  private void place(List<WeightLayout.Slot> slots) {
    int at = 0;
    for (var slot : slots) {
      places.put(slot.name(), at);
      at += Math.toIntExact(slot.size());
    }
  }

  /// The weights of the wider network.
  ///
  /// @param narrow the trained network
  /// @param weights of it
  /// @param wide the same layers with as many channels or more
  /// @param seed of the new weights
  /// @throws IllegalArgumentException if the layers are not the same, or a layer is narrower
  public static WeightValues of(Layer narrow, WeightValues weights, Layer wide, long seed) {
    var fresh = WeightValues.fresh(WeightLayout.of(wide), seed);
    new WidenedWeights(weights, fresh).visit(narrow, wide, null);
    return fresh;
  }

  /// The channels between two layers.
  ///
  /// @param places where the narrow network's channels are among the wide one's
  /// @param count of the wide network
  @SuppressWarnings("ArrayRecordComponent") // handed from layer to layer, never compared
  private record Channels(int[] places, int count) {
    /// The narrow network's channels come first.
    static Channels first(int narrow, int wide) {
      if (narrow > wide) {
        throw new IllegalArgumentException(
            "expected %d channels or more, found %d".formatted(narrow, wide));
      }
      return new Channels(IntStream.range(0, narrow).toArray(), wide);
    }

    /// These, then others beside them.
    Channels beside(Channels others) {
      var both =
          IntStream.concat(
              IntStream.of(places), IntStream.of(others.places).map(place -> place + count));
      return new Channels(both.toArray(), count + others.count);
    }
  }

  /// Writes the layer's weights.
  ///
  /// @param in null at the network's input, whose channels are the same
  /// @return the layer's output
  private Channels visit(Layer one, Layer other, @Nullable Channels in) {
    return switch (one) {
      case Layer.Chain(var layers)
          when other instanceof Layer.Chain(var wider) && layers.size() == wider.size() -> {
        var at = in;
        for (int i = 0; i < layers.size(); i++) {
          at = visit(layers.get(i), wider.get(i), at);
        }
        yield Objects.requireNonNull(at);
      }
      case Layer.Residual(var inner) when other instanceof Layer.Residual(var wider) ->
          visit(inner, wider, in);
      case Layer.Skip(var inner) when other instanceof Layer.Skip(var wider) ->
          visit(inner, wider, in).beside(Objects.requireNonNull(in));
      case Layer.MultipliedSkip(var inner) when other instanceof Layer.MultipliedSkip(var wider) ->
          visit(inner, wider, in);
      case Layer.Convolution c when other instanceof Layer.Convolution w -> {
        var out = Channels.first(c.out(), w.out());
        int taps = c.bands().kernel() * c.frames().kernel();
        kernel(c.name(), in == null ? Channels.first(c.in(), w.in()) : in, out, taps, false);
        vectors(c.name(), out);
        yield out;
      }
      case Layer.TransposedConvolution c when other instanceof Layer.TransposedConvolution w -> {
        var out = Channels.first(c.out(), w.out());
        kernel(c.name(), Objects.requireNonNull(in), out, 4, true);
        vectors(c.name(), out);
        yield out;
      }
      case Layer.FrequencyTransform f when other instanceof Layer.FrequencyTransform -> {
        copy(f.name() + ".w");
        var channels = Objects.requireNonNull(in);
        if (f.activation() == Layer.Activation.LINEAR) {
          copy(f.name() + ".b"); // of bands, not of channels
        } else {
          vectors(f.name(), channels);
        }
        yield channels;
      }
      default ->
          throw new IllegalArgumentException(
              "expected the same layers with more channels, found %s for %s"
                  .formatted(other.getClass().getSimpleName(), one.getClass().getSimpleName()));
    };
  }

  /// A kernel, `[out][in][taps]`, or `[in][out][taps]` where it is transposed.
  private void kernel(String name, Channels in, Channels out, int taps, boolean transposed) {
    float[] old = narrow.get(name + ".w");
    int start = place(name + ".w");
    int ins = in.places.length;
    int outs = out.places.length;
    for (int o = 0; o < outs; o++) {
      for (int i = 0; i < in.count; i++) { // from every channel to the old ones
        int at = transposed ? i * out.count + out.places[o] : out.places[o] * in.count + i;
        for (int k = 0; k < taps; k++) {
          wide.parameters()[start + at * taps + k] = 0;
        }
      }
      for (int i = 0; i < ins; i++) {
        int from = transposed ? i * outs + o : o * ins + i;
        int at =
            transposed
                ? in.places[i] * out.count + out.places[o]
                : out.places[o] * in.count + in.places[i];
        System.arraycopy(old, from * taps, wide.parameters(), start + at * taps, taps);
      }
    }
  }

  /// What a layer keeps for each channel: a bias, or batch norm's factors, summands and statistics.
  private void vectors(String name, Channels channels) {
    for (var slot : narrow.layout().parameters()) {
      if (slot.shape().size() == 1 && slot.name().startsWith(name + ".")) {
        vector(slot.name(), wide.parameters(), channels);
      }
    }
    for (var slot : narrow.layout().statistics()) {
      if (slot.name().startsWith(name + ".")) {
        vector(slot.name(), wide.statistics(), channels);
      }
    }
  }

  private void vector(String name, float[] into, Channels channels) {
    float[] old = narrow.get(name);
    for (int c = 0; c < old.length; c++) {
      into[place(name) + channels.places[c]] = old[c];
    }
  }

  private void copy(String name) {
    float[] old = narrow.get(name);
    System.arraycopy(old, 0, wide.parameters(), place(name), old.length);
  }

  private int place(String name) {
    Integer place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException("expected a weight called %s, found none".formatted(name));
    }
    return place;
  }
}
