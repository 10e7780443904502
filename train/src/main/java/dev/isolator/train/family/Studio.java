package dev.isolator.train.family;

import java.util.List;

/// The family `studio`: a U-Net that may look ahead, on frames of 93 ms every 23 ms.
public final class Studio {
  private Studio() {}

  /// The network.
  ///
  /// @param stems two or more; with two, the second is the rest of the first
  /// @param channels of each level, the finest first, 2 to 8 levels; multiples of 16 cost least for
  ///   what they give, as ONNX Runtime and oneDNN compute in such blocks
  /// @param across 0 = no maps along frequency, else by how much their middle is narrower; 8 is
  ///   usual
  public static Architecture of(List<String> stems, List<Integer> channels, int across) {
    return UNet.architecture("studio", stems, 4096, 1024, channels, across, UNet.Time.BOTH_WAYS);
  }
}
