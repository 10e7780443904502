package dev.isolator.train.family;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.Layer.Axis;
import dev.isolator.train.layer.Layer.Chain;
import dev.isolator.train.layer.Layer.Convolution;
import dev.isolator.train.layer.Layer.Expansion;
import dev.isolator.train.layer.Layer.Finish;
import dev.isolator.train.layer.Layer.Residual;
import dev.isolator.train.layer.Layer.Skip;
import java.util.ArrayList;
import java.util.List;

/// The family `studio`: a U-Net over the band-warped spectrogram that may look ahead.
///
/// Each level has a residual pair of 3 × 3 convolutions; 4 × 4 convolutions go down, 2 × 2
/// transposed ones up; what a level saw on the way down is put beside what comes up.
///
/// Source: Ronneberger et al., MICCAI 2015 (U-Net); Jansson et al., ISMIR 2017 (on spectrograms).
public final class Studio {
  private Studio() {}

  /// The network.
  ///
  /// @param stems two or more; with two, the second is the rest of the first
  /// @param channels of each level, the finest first, at least two levels
  public static Architecture of(List<String> stems, List<Integer> channels) {
    if (channels.size() < 2 || channels.size() > 8) {
      throw new IllegalArgumentException("channels must be of 2 to 8 levels, was " + channels);
    }
    int multiple = 1 << (channels.size() - 1);
    var network =
        new Chain(
            square("stem", Architecture.FEATURES, channels.getFirst()),
            level(channels, 0),
            new Convolution(
                "out",
                channels.getFirst(),
                Architecture.outputs(stems),
                Axis.centred(1, 1),
                Axis.centred(1, 1),
                Finish.LINEAR));
    int reach = reach(channels.size());
    return new Architecture(
        "studio", stems, 44_100, 4096, 1024, multiple, multiple, reach, reach, network);
  }

  /// The level `i` and all below it; as many channels come out as go in.
  private static Layer level(List<Integer> channels, int i) {
    int wide = channels.get(i);
    var encoder = pair("enc" + i, wide, wide);
    if (i == channels.size() - 1) {
      return new Residual(encoder);
    }
    int deep = channels.get(i + 1);
    var below =
        new Chain(
            new Convolution(
                "down" + i, wide, deep, Axis.centred(4, 2), Axis.centred(4, 2), Finish.NORM_RELU),
            level(channels, i + 1),
            new Expansion("up" + i, deep, wide, 0));
    var layers = new ArrayList<Layer>();
    layers.add(new Residual(encoder));
    layers.add(new Skip(below));
    layers.add(pair("dec" + i, 2 * wide, wide));
    return new Chain(layers);
  }

  private static Chain pair(String name, int in, int out) {
    return new Chain(square(name + ".0", in, out), square(name + ".1", out, out));
  }

  private static Convolution square(String name, int in, int out) {
    return new Convolution(name, in, out, Axis.centred(3, 1), Axis.centred(3, 1), Finish.NORM_RELU);
  }

  /// Frames to either side that a mask depends on. Per level of stride `s`: two convolutions in,
  /// two out (one each at the bottom's turn, and the stem), each `s`; the way down `1.5 s` rounded
  /// by the grid of the level below.
  private static int reach(int levels) {
    // Interval arithmetic over the layers: what one output frame needs, the worst over all phases.
    int worst = 0;
    int period = 1 << (levels - 1);
    for (int frame = 0; frame < period; frame++) {
      int[] range = needs(frame, frame, 0, levels);
      worst = Math.max(worst, Math.max(frame - (range[0] - 1), range[1] + 1 - frame)); // the stem
    }
    return worst;
  }

  /// The frames at the entry of level `i` that its frames `from` to `to` depend on.
  private static int[] needs(int from, int to, int i, int levels) {
    if (i == levels - 1) {
      return new int[] {from - 2, to + 2};
    }
    int first = from - 2; // the pair on the way out
    int last = to + 2;
    int[] below = needs(Math.floorDiv(first, 2), Math.floorDiv(last, 2), i + 1, levels);
    int entryFirst = Math.min(first, 2 * below[0] - 1); // 4 taps from 2t − 1 to 2t + 2
    int entryLast = Math.max(last, 2 * below[1] + 2);
    return new int[] {entryFirst - 2, entryLast + 2}; // the pair on the way in
  }
}
