package dev.isolator.train.family;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.Reach;
import dev.isolator.train.layer.WeightLayout;
import java.util.List;

/// A network and the grid it works on: all that must be known to run, train and export it, apart
/// from the weights. Two architectures are the same if their texts are.
///
/// @param family as in the model card
/// @param stems what comes out, in order
/// @param sampleRate in Hz
/// @param fftLength samples under one window
/// @param hopLength samples from frame to frame
/// @param bandMultiple bands are padded with zeros at the top to a multiple of this
/// @param frameMultiple frames come in multiples of this
/// @param lookBack frames before a frame that its mask depends on
/// @param lookAhead frames after a frame that its mask depends on
/// @param network from [Features] to one picture a stem (one alone for two stems) before the
///   sigmoid or softmax
public record Architecture(
    String family,
    List<String> stems,
    int sampleRate,
    int fftLength,
    int hopLength,
    int bandMultiple,
    int frameMultiple,
    int lookBack,
    int lookAhead,
    Layer network) {

  /// Channels of the features: level, balance, correlation, phase difference.
  public static final int FEATURES = 4;

  public Architecture {
    stems = List.copyOf(stems);
  }

  /// A network on a grid, whose reach follows from its layers.
  ///
  /// @param multiple that bands and frames come in
  static Architecture of(
      String family,
      List<String> stems,
      int sampleRate,
      int fftLength,
      int hopLength,
      int multiple,
      Layer network) {
    var reach = Reach.of(network, multiple);
    return new Architecture(
        family,
        stems,
        sampleRate,
        fftLength,
        hopLength,
        multiple,
        multiple,
        reach.back(),
        reach.ahead(),
        network);
  }

  /// Whether it can be written as a stream: frame in, frame out.
  public boolean causal() {
    return lookAhead == 0;
  }

  /// FFT bins of a frame.
  public int bins() {
    return fftLength / 2 + 1;
  }

  /// Channels that the network puts out, two for each picture: left and right.
  public int outputs() {
    return outputs(stems);
  }

  static int outputs(List<String> stems) {
    return 2 * (stems.size() == 2 ? 1 : stems.size());
  }

  /// The bins' and bands' relation.
  public BandWarp warp() {
    return BandWarp.of(sampleRate, fftLength);
  }

  /// Bands after padding.
  public int paddedBands() {
    return Math.ceilDiv(warp().bands(), bandMultiple) * bandMultiple;
  }

  /// The weights.
  public WeightLayout weights() {
    return WeightLayout.of(network);
  }
}
