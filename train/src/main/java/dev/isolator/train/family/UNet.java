package dev.isolator.train.family;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.Layer.Activation;
import dev.isolator.train.layer.Layer.Advance;
import dev.isolator.train.layer.Layer.Axis;
import dev.isolator.train.layer.Layer.Chain;
import dev.isolator.train.layer.Layer.Convolution;
import dev.isolator.train.layer.Layer.FrequencyTransform;
import dev.isolator.train.layer.Layer.MultipliedSkip;
import dev.isolator.train.layer.Layer.Recurrence;
import dev.isolator.train.layer.Layer.Residual;
import dev.isolator.train.layer.Layer.Skip;
import dev.isolator.train.layer.Layer.TransposedConvolution;
import java.util.ArrayList;
import java.util.List;

/// The structure that `studio` and `live` share: a U-Net over the band-warped spectrogram.
///
/// Each level has a residual pair of 3 × 3 convolutions, and, where wanted, a residual frequency
/// transform with a bottleneck; 4 × 4 convolutions go down at stride 2, 2 × 2 transposed ones up;
/// skip connections put a level's encoder output beside what comes up to its decoder, or multiply
/// both.
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

  static final int SAMPLE_RATE = 44_100;

  private final List<Integer> channels;
  private final int frequencyTransform;
  private final int bottomBlocks;
  private final int recurrentUnits;
  private final UNetSettings.Skips skips;
  private final int rows;
  private final Time time;

  private UNet(UNetSettings settings, int rows, Time time) {
    this.channels = settings.channels();
    this.frequencyTransform = settings.frequencyTransform();
    this.bottomBlocks = settings.bottomBlocks();
    this.recurrentUnits = settings.recurrentUnits();
    this.skips = settings.skips();
    this.rows = rows;
    this.time = time;
  }

  /// The network and its grid.
  ///
  /// @param localLevel what the settings may ask for
  /// @param lookAhead frames by which a causal network answers late, so that it looks as many ahead
  static Architecture architecture(
      String family,
      List<String> stems,
      Architecture.Grid grid,
      UNetSettings settings,
      LocalLevel localLevel,
      int lookAhead,
      Time time) {
    int multiple = settings.multiple();
    int rows = Architecture.rows(grid, multiple);
    var network = new UNet(settings, rows, time).of(Architecture.outputs(stems), lookAhead);
    var front = new FrontEnd.Bands(multiple, settings.localLevel() ? localLevel : null);
    return Architecture.of(family, stems, grid, front, new Head.Bands(), multiple, network);
  }

  /// The network of [VoiceNetwork] and its grid.
  static Architecture detector(
      List<String> stems,
      Architecture.Grid grid,
      UNetSettings settings,
      LocalLevel localLevel,
      int bandsPerRow,
      Time time) {
    int multiple = settings.multiple();
    int bands = bandsPerRow * multiple;
    int rows = Architecture.rows(grid, bands) / bandsPerRow;
    var network = new UNet(settings, rows, time).detector(bandsPerRow);
    var front = new FrontEnd.Bands(bands, settings.localLevel() ? localLevel : null);
    return Architecture.of("voice", stems, grid, front, new Head.Voice(), multiple, network);
  }

  /// The network that answers with one number a frame.
  private Layer detector(int bandsPerRow) {
    int wide = channels.getFirst();
    var rowsOfBands =
        bandsPerRow == 1
            ? Axis.centred(3, 1)
            : new Axis(2 * bandsPerRow, bandsPerRow, bandsPerRow / 2, bandsPerRow / 2);
    return new Chain(
        new Convolution(
            "stem",
            Architecture.FEATURES,
            wide,
            rowsOfBands,
            frames(3, 1),
            Activation.BATCH_NORM_RELU),
        level(0),
        new Convolution(
            "voice", wide, 1, new Axis(rows, 1, 0, 0), Axis.centred(1, 1), Activation.LINEAR));
  }

  /// The network.
  ///
  /// @param outputs channels of the output
  private Layer of(int outputs, int lookAhead) {
    var layers = new ArrayList<Layer>();
    layers.add(square("stem", Architecture.FEATURES, channels.getFirst()));
    layers.add(level(0));
    layers.add(
        new Convolution(
            "out",
            channels.getFirst(),
            outputs,
            Axis.centred(1, 1),
            Axis.centred(1, 1),
            Activation.LINEAR));
    if (lookAhead > 0) {
      layers.add(new Advance(lookAhead));
    }
    return new Chain(layers);
  }

  /// The level `i` and all below it; as many channels come out as go in.
  private Layer level(int i) {
    int wide = channels.get(i);
    var encoder = transformed("enc" + i, i, new Residual(pair("enc" + i, wide, wide)));
    if (i == channels.size() - 1) {
      return bottom(encoder, i);
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
    return switch (skips) {
      case CONCATENATE -> new Chain(encoder, new Skip(below), decoder(i, 2 * wide));
      case MULTIPLY -> new Chain(encoder, new MultipliedSkip(below), decoder(i, wide));
    };
  }

  /// @param in channels that come up and across
  private Layer decoder(int i, int in) {
    return transformed("dec" + i, i, pair("dec" + i, in, channels.get(i)));
  }

  /// The slowest level: its encoder, then the blocks that are asked for, each a pair of
  /// convolutions and a frequency transform around which a connection leads, then the recurrence.
  /// As the transform's second map and the recurrence's last one start at zero, what is put into a
  /// trained network leaves what it does unchanged at first.
  ///
  /// Sources: Choi et al., ISMIR 2020, section 4.3 (TFC-TDF blocks); RT-STT, arXiv 2511.13146 (a
  /// recurrence along time at the bottom of a causal U-Net).
  private Layer bottom(Layer encoder, int i) {
    var layers = new ArrayList<Layer>();
    layers.add(encoder);
    int wide = channels.get(i);
    for (int block = 0; block < bottomBlocks; block++) {
      String name = "bottom" + block;
      layers.add(new Residual(new Chain(pair(name, wide, wide), maps(name, i))));
    }
    if (recurrentUnits > 0) {
      layers.add(new Residual(new Recurrence("recurrence", wide, recurrentUnits)));
    }
    return layers.size() == 1 ? encoder : new Chain(layers);
  }

  /// Convolutions, and behind them the residual frequency transform where there is one: a map to
  /// the bottleneck and one back.
  private Layer transformed(String name, int i, Layer convolutions) {
    if (frequencyTransform == 0) {
      return convolutions;
    }
    return new Chain(convolutions, new Residual(maps(name, i)));
  }

  /// A map along frequency to the bottleneck and one back.
  private Chain maps(String name, int i) {
    int bands = rows >> i;
    int narrow = Math.max(1, bands / Math.max(1, frequencyTransform));
    int wide = channels.get(i);
    // Models and checkpoints know the second map by the name `across`.
    return new Chain(
        new FrequencyTransform(name + ".in", bands, narrow, wide, Activation.BATCH_NORM_RELU),
        new FrequencyTransform(name + ".across", narrow, bands, wide, Activation.LINEAR));
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
