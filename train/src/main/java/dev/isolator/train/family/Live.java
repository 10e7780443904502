package dev.isolator.train.family;

import java.util.List;

/// The family `live`: the U-Net of `studio` that looks at the past alone, or a few frames ahead, on
/// frames of 46 or 93 ms every 12 ms. Slower levels run every 2nd, 4th, 8th … frame, so that a
/// stream costs less than its frames would each; the state of a stream is the last columns of each
/// convolution's input, and the last output of each slower level.
public final class Live {
  /// Frames before, over which the local level is smoothed: 1.9 s.
  static final LocalLevel LOCAL_LEVEL = new LocalLevel(160, 0);

  /// The grid, and how far the network looks ahead.
  ///
  /// @param fftLength samples under a window: 2048 or 4096; the hop is 512 with either. A stream's
  ///   latency does not depend on it, as its synthesis window is shorter; a longer one tells lower
  ///   and closer partials apart
  /// @param lookAhead frames after a frame that its masks depend on, 0 to 16, of 12 ms each: a
  ///   stream's latency is longer by as much
  public record Time(int fftLength, int lookAhead) {
    /// 46 ms, nothing of the future.
    public static final Time DEFAULT = new Time(2048, 0);

    public Time {
      if (fftLength != 2048 && fftLength != 4096) {
        throw new IllegalArgumentException("fftLength must be 2048 or 4096, was " + fftLength);
      }
      if (lookAhead < 0 || lookAhead > 16) {
        throw new IllegalArgumentException("lookAhead must be from 0 to 16, was " + lookAhead);
      }
    }
  }

  private Live() {}

  /// The network.
  ///
  /// @param stems two or more; with two, the second is the rest of the first
  public static Architecture of(List<String> stems, UNetSettings settings, Time time) {
    var grid = new Architecture.Grid(UNet.SAMPLE_RATE, time.fftLength(), 512);
    return UNet.architecture(
        "live", stems, grid, settings, LOCAL_LEVEL, time.lookAhead(), UNet.Time.CAUSAL);
  }

  /// As [#of(List, UNetSettings, Time)], without local level, look-ahead and blocks at the bottom.
  public static Architecture of(
      List<String> stems, List<Integer> channels, int frequencyTransform) {
    return of(stems, new UNetSettings(channels, frequencyTransform), Time.DEFAULT);
  }
}
