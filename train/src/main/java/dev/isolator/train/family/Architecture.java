package dev.isolator.train.family;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.Reach;
import dev.isolator.train.layer.WeightLayout;
import java.util.List;

/// A network and the grid it works on: all that must be known to run, train and export it, apart
/// from the weights.
///
/// @param family as in the model card
/// @param stems what comes out, in order
/// @param sampleRate in Hz
/// @param fftLength samples under one window
/// @param hopLength samples from frame to frame
/// @param front what the network sees
/// @param head what its answer means
/// @param frameMultiple frames come in multiples of this
/// @param lookBack frames before a frame that its mask depends on
/// @param lookAhead frames after a frame that its mask depends on
/// @param network from the front end's picture to the head's answer
public record Architecture(
    String family,
    List<String> stems,
    int sampleRate,
    int fftLength,
    int hopLength,
    FrontEnd front,
    Head head,
    int frameMultiple,
    int lookBack,
    int lookAhead,
    Layer network) {

  /// Channels of [FrontEnd.Bands]: level, balance, correlation, phase difference.
  public static final int FEATURES = 4;

  public Architecture {
    stems = List.copyOf(stems);
  }

  /// A network on bands, whose reach follows from its layers.
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
    var front = new FrontEnd.Bands(multiple);
    return of(
        family,
        stems,
        sampleRate,
        fftLength,
        hopLength,
        front,
        new Head.Bands(),
        multiple,
        network);
  }

  /// A network on a grid, whose reach follows from its layers.
  ///
  /// @param frameMultiple that frames come in
  static Architecture of(
      String family,
      List<String> stems,
      int sampleRate,
      int fftLength,
      int hopLength,
      FrontEnd front,
      Head head,
      int frameMultiple,
      Layer network) {
    var reach = Reach.of(network, frameMultiple);
    return new Architecture(
        family,
        stems,
        sampleRate,
        fftLength,
        hopLength,
        front,
        head,
        frameMultiple,
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

  /// Channels that a network on bands puts out, two for each picture: left and right.
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

  /// Rows of the picture that the network sees: bins, or bands with their padding.
  public int rows() {
    return switch (front) {
      case FrontEnd.Bands(int multiple) -> rows(sampleRate, fftLength, multiple);
      case FrontEnd.Mono() -> bins();
      case FrontEnd.Cepstra(int quefrencies) -> quefrencies;
    };
  }

  /// Rows of a picture of bands, a multiple of what the network needs.
  static int rows(int sampleRate, int fftLength, int multiple) {
    return Math.ceilDiv(BandWarp.of(sampleRate, fftLength).bands(), multiple) * multiple;
  }

  /// The weights.
  public WeightLayout weights() {
    return WeightLayout.of(network);
  }
}
