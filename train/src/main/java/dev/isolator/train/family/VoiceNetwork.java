package dev.isolator.train.family;

import java.util.List;

/// The family `voice`: whether somebody sings, and no masks. The U-Net of [Studio] or [Live] with
/// one number a frame in the place of masks: the last convolution sees all rows at once.
///
/// | layer | out, channels × rows × frames |
/// |---|---|
/// | features on bands | 4 × 240 or 176 |
/// | convolution 3 × 3 | c₁ × 240 or 176 |
/// | U-Net | c₁ × 240 or 176 |
/// | convolution over all rows | 1 × 1 |
///
/// With one band to a row all layers but the last are those of a network that takes songs apart, so
/// that training may begin from its weights. With four bands to a row, by a first convolution of 8
/// × 3 at stride 4 along frequency, the network costs a quarter: a voice need not be told from what
/// sounds at the same pitch, only noticed. With local level it hears every song alike: its answers
/// do not depend on how loud the file is.
///
/// Sources: Schlüter and Lehner, ISMIR 2018 (singing voice detection that does not depend on the
/// level); Ronneberger et al., MICCAI 2015 (U-Net).
public final class VoiceNetwork {
  private VoiceNetwork() {}

  /// Which frames the network may see.
  public enum Time {
    /// Frames of 93 ms every 23 ms, up to 3.8 s before and after.
    BOTH_WAYS,
    /// Frames of 46 ms every 12 ms, earlier ones alone.
    CAUSAL
  }

  /// The network.
  ///
  /// @param stems of the mixes it is trained on, the vocals first
  /// @param settings without recurrence
  /// @param bandsPerRow 1 to 8, a power of two
  public static Architecture of(
      List<String> stems, UNetSettings settings, Time time, int bandsPerRow) {
    if (bandsPerRow < 1 || bandsPerRow > 8 || Integer.bitCount(bandsPerRow) > 1) {
      throw new IllegalArgumentException("bandsPerRow must be 1, 2, 4 or 8, was " + bandsPerRow);
    }
    return switch (time) {
      case BOTH_WAYS ->
          UNet.detector(
              stems,
              new Architecture.Grid(UNet.SAMPLE_RATE, 4096, 1024),
              settings,
              Studio.LOCAL_LEVEL,
              bandsPerRow,
              UNet.Time.BOTH_WAYS);
      case CAUSAL ->
          UNet.detector(
              stems,
              new Architecture.Grid(UNet.SAMPLE_RATE, 2048, 512),
              settings,
              Live.LOCAL_LEVEL,
              bandsPerRow,
              UNet.Time.CAUSAL);
    };
  }
}
