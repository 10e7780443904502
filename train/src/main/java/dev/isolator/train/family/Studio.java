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
  /// @param frequencyTransform 0 = no frequency transforms, else their bottleneck factor: by how
  ///   much fewer rows than the picture their middle has; 8 is usual
  public static Architecture of(
      List<String> stems, List<Integer> channels, int frequencyTransform) {
    return UNet.architecture(
        "studio", stems, 4096, 1024, channels, frequencyTransform, UNet.Time.BOTH_WAYS);
  }
}
