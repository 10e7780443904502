package dev.isolator.train.family;

import java.util.List;

/// The family `studio`: a U-Net that may look ahead, on frames of 93 ms every 23 ms.
public final class Studio {
  private Studio() {}

  /// Frames on either side over which the local level is smoothed, 0.9 s.
  static final LocalLevel LOCAL_LEVEL = new LocalLevel(40, 40);

  /// The network.
  ///
  /// @param stems two or more; with two, the second is the rest of the first
  /// @param settings without recurrence: a song's chunks would show, see [Live]
  public static Architecture of(List<String> stems, UNetSettings settings) {
    var grid = new Architecture.Grid(UNet.SAMPLE_RATE, 4096, 1024);
    return UNet.architecture("studio", stems, grid, settings, LOCAL_LEVEL, 0, UNet.Time.BOTH_WAYS);
  }

  /// As [#of(List, UNetSettings)], without local level and blocks at the bottom.
  public static Architecture of(
      List<String> stems, List<Integer> channels, int frequencyTransform) {
    return of(stems, new UNetSettings(channels, frequencyTransform));
  }
}
