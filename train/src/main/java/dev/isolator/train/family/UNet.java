package dev.isolator.train.family;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.Layer.Activation;
import dev.isolator.train.layer.Layer.Axis;
import dev.isolator.train.layer.Layer.Chain;
import dev.isolator.train.layer.Layer.Convolution;
import dev.isolator.train.layer.Layer.FrequencyTransform;
import dev.isolator.train.layer.Layer.Residual;
import dev.isolator.train.layer.Layer.Skip;
import dev.isolator.train.layer.Layer.TransposedConvolution;
import java.util.List;

/// The structure that `studio` and `live` share: a U-Net over the band-warped spectrogram.
///
/// Each level has a residual pair of 3 × 3 convolutions, and, where wanted, a residual frequency
/// transform with a bottleneck; 4 × 4 convolutions go down at stride 2, 2 × 2 transposed ones up;
/// skip connections put a level's encoder output beside what comes up to its decoder.
///
/// Sources: Ronneberger et al., MICCAI 2015 (U-Net); Jansson et al., ISMIR 2017 (on spectrograms);
/// Choi et al., ISMIR 2020 (frequency transforms between convolutions).
final class UNet {
  /// Which frames the network may see.
  enum Time {
    /// As many later frames as earlier ones.
    BOTH_WAYS,
    /// Earlier frames only: all padding stands before, and a level takes the last *finished* frame
    /// of the slower level below. Slow frame `t` is finished with fast frame `2t + 1`; it is used
    /// for that one and the next.
    CAUSAL
  }

  private static final int SAMPLE_RATE = 44_100;

  private final List<Integer> channels;
  private final int frequencyTransform;
  private final int rows;
  private final Time time;

  private UNet(List<Integer> channels, int frequencyTransform, int rows, Time time) {
    this.channels = channels;
    this.frequencyTransform = frequencyTransform;
    this.rows = rows;
    this.time = time;
  }

  /// The network and its grid, at 44.1 kHz.
  ///
  /// @param channels of each level, the finest first, 2 to 8 levels
  /// @param frequencyTransform see [#of]
  static Architecture architecture(
      String family,
      List<String> stems,
      int fftLength,
      int hopLength,
      List<Integer> channels,
      int frequencyTransform,
      Time time) {
    int multiple = multiple(channels);
    var grid = new Architecture.Grid(SAMPLE_RATE, fftLength, hopLength);
    int rows = Architecture.rows(grid, multiple);
    var network = of(channels, frequencyTransform, rows, Architecture.outputs(stems), time);
    return Architecture.of(family, stems, grid, multiple, network);
  }

  /// The network.
  ///
  /// @param channels of each level, the finest first, 2 to 8 levels
  /// @param frequencyTransform 0 = no frequency transforms, else by how much fewer rows than the
  ///   picture their middle has (the bottleneck factor)
  /// @param rows of the picture, a multiple of [#multiple]
  /// @param outputs channels of the output
  private static Layer of(
      List<Integer> channels, int frequencyTransform, int rows, int outputs, Time time) {
    if (channels.size() < 2 || channels.size() > 8) {
      throw new IllegalArgumentException("channels must be of 2 to 8 levels, was " + channels);
    }
    var net = new UNet(channels, frequencyTransform, rows, time);
    return new Chain(
        net.square("stem", Architecture.FEATURES, channels.getFirst()),
        net.level(0),
        new Convolution(
            "out",
            channels.getFirst(),
            outputs,
            Axis.centred(1, 1),
            Axis.centred(1, 1),
            Activation.LINEAR));
  }

  /// Frames to one frame of the slowest level; bands likewise.
  private static int multiple(List<Integer> channels) {
    return 1 << (channels.size() - 1);
  }

  /// The level `i` and all below it; as many channels come out as go in.
  private Layer level(int i) {
    int wide = channels.get(i);
    var encoder = transformed("enc" + i, i, new Residual(pair("enc" + i, wide, wide)));
    if (i == channels.size() - 1) {
      return encoder;
    }
    int deep = channels.get(i + 1);
    var below =
        new Chain(
            new Convolution(
                "down" + i,
                wide,
                deep,
                Axis.centred(4, 2),
                frames(4, 2),
                Activation.BATCH_NORM_RELU),
            level(i + 1),
            new TransposedConvolution("up" + i, deep, wide, time == Time.CAUSAL ? 1 : 0));
    var decoder = transformed("dec" + i, i, pair("dec" + i, 2 * wide, wide));
    return new Chain(encoder, new Skip(below), decoder);
  }

  /// Convolutions, and behind them the residual frequency transform where there is one: a map to
  /// the bottleneck and one back.
  private Layer transformed(String name, int i, Layer convolutions) {
    if (frequencyTransform == 0) {
      return convolutions;
    }
    int bands = rows >> i;
    int narrow = Math.max(1, bands / frequencyTransform);
    int wide = channels.get(i);
    // Models and checkpoints know the second map by the name `across`.
    return new Chain(
        convolutions,
        new Residual(
            new Chain(
                new FrequencyTransform(
                    name + ".in", bands, narrow, wide, Activation.BATCH_NORM_RELU),
                new FrequencyTransform(name + ".across", narrow, bands, wide, Activation.LINEAR))));
  }

  private Chain pair(String name, int in, int out) {
    return new Chain(square(name + ".0", in, out), square(name + ".1", out, out));
  }

  private Convolution square(String name, int in, int out) {
    return new Convolution(
        name, in, out, Axis.centred(3, 1), frames(3, 1), Activation.BATCH_NORM_RELU);
  }

  private Axis frames(int kernel, int stride) {
    return switch (time) {
      case BOTH_WAYS -> Axis.centred(kernel, stride);
      case CAUSAL -> Axis.causal(kernel, stride);
    };
  }
}
