package dev.isolator.train.family;

import java.util.List;

/// The family `live`: the U-Net of `studio` that looks at the past alone, on frames of 46 ms every
/// 12 ms. Slower levels run every 2nd, 4th, 8th … frame, so that a stream costs less than its
/// frames would each; the state of a stream is the last columns of each convolution's input, and
/// the last output of each slower level.
public final class Live {
  private Live() {}

  /// The network; see [Studio#of].
  public static Architecture of(
      List<String> stems, List<Integer> channels, int frequencyTransform) {
    return UNet.architecture(
        "live", stems, 2048, 512, channels, frequencyTransform, UNet.Time.CAUSAL);
  }
}
