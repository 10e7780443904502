package dev.isolator.train.family;

import dev.isolator.train.band.BandWarp;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.ReceptiveField;
import dev.isolator.train.layer.WeightLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network and the grid it works on: all that must be known to run, train and export it, apart
/// from the weights.
///
/// @param family as in the model card
/// @param stems what comes out, in order
/// @param grid of its spectra
/// @param front what the network sees
/// @param head what its answer means
/// @param frameMultiple frames come in multiples of this
/// @param reach frames around a frame that its mask depends on
/// @param network from the front end's picture to the head's answer
public record Architecture(
    String family,
    List<String> stems,
    Grid grid,
    FrontEnd front,
    Head head,
    int frameMultiple,
    ReceptiveField reach,
    Layer network) {

  /// The grid of a network's spectra.
  ///
  /// @param sampleRate in Hz
  /// @param fftLength samples under one window
  /// @param hopLength samples from frame to frame
  public record Grid(int sampleRate, int fftLength, int hopLength) {}

  /// Channels of [FrontEnd.Bands]: level, balance, correlation, phase difference.
  public static final int FEATURES = 4;

  public Architecture {
    stems = List.copyOf(stems);
  }

  /// A network on a grid, whose reach follows from its layers.
  ///
  /// @param frameMultiple that frames come in
  static Architecture of(
      String family,
      List<String> stems,
      Grid grid,
      FrontEnd front,
      Head head,
      int frameMultiple,
      Layer network) {
    var ofNetwork = ReceptiveField.of(network, frameMultiple);
    var level = localLevel(front);
    var reach =
        level == null
            ? ofNetwork
            : new ReceptiveField(
                ofNetwork.back() + level.before(), ofNetwork.ahead() + level.after());
    return new Architecture(family, stems, grid, front, head, frameMultiple, reach, network);
  }

  /// What makes songs of any level look alike; null where they are seen as they are.
  public @Nullable LocalLevel localLevel() {
    return localLevel(front);
  }

  private static @Nullable LocalLevel localLevel(FrontEnd front) {
    return front instanceof FrontEnd.Bands(_, var level) ? level : null;
  }

  /// Sample rate of the spectra in Hz.
  public int sampleRate() {
    return grid.sampleRate();
  }

  /// Samples under one window of the spectra.
  public int fftLength() {
    return grid.fftLength();
  }

  /// Samples from frame to frame.
  public int hopLength() {
    return grid.hopLength();
  }

  /// Frames before a frame that its mask depends on.
  public int lookBack() {
    return reach.back();
  }

  /// Frames after a frame that its mask depends on.
  public int lookAhead() {
    return reach.ahead();
  }

  /// Frames by which a stream's masks are late because the network answers late; all other layers
  /// look at the past alone in networks that can be streams.
  public int delay() {
    return network instanceof Layer.Chain(var layers)
            && layers.getLast() instanceof Layer.Advance(int frames)
        ? frames
        : 0;
  }

  /// Whether the network can be exported as a stream: it needs no later frames than those that its
  /// answer waits for.
  public boolean causal() {
    return lookAhead() == delay();
  }

  /// FFT bins of a frame.
  public int bins() {
    return fftLength() / 2 + 1;
  }

  /// Output channels of a network on bands, two for each mask: left and right.
  public int outputs() {
    return outputs(stems);
  }

  static int outputs(List<String> stems) {
    return 2 * (stems.size() == 2 ? 1 : stems.size());
  }

  /// How bins and bands are mapped to one another.
  public BandWarp warp() {
    return BandWarp.of(sampleRate(), fftLength());
  }

  /// Rows of the network's input: bins, or bands with their padding.
  public int rows() {
    return switch (front) {
      case FrontEnd.Bands(int multiple, _) -> rows(grid, multiple);
      case FrontEnd.Mono() -> bins();
      case FrontEnd.Cepstra(int quefrencies, _) -> quefrencies;
    };
  }

  /// Rows of a picture of bands, a multiple of what the network needs.
  static int rows(Grid grid, int multiple) {
    int bands = BandWarp.of(grid.sampleRate(), grid.fftLength()).bands();
    return Math.ceilDiv(bands, multiple) * multiple;
  }

  /// The weights.
  public WeightLayout weights() {
    return WeightLayout.of(network);
  }
}
