package dev.isolator.train.family;

import java.util.List;

/// The family `voice`: whether somebody sings, and no masks. The U-Net of [Studio] or [Live] on a
/// quarter of the rows, with one number a frame in the place of masks: the last convolution sees
/// all rows at once.
///
/// | layer | out, channels × rows × frames |
/// |---|---|
/// | features on bands | 4 × 256 or 192 |
/// | convolution 8 × 3, stride 4 along frequency | c₁ × 64 or 48 |
/// | U-Net | c₁ × 64 or 48 |
/// | convolution over all rows | 1 × 1 |
///
/// Four bands are one row, as a voice need not be told from what sounds at the same pitch, only
/// noticed. With local level it hears every song alike: its answers do not depend on how loud the
/// file is.
///
/// Sources: Schlüter and Lehner, ISMIR 2018 (singing voice detection that does not depend on the
/// level); Ronneberger et al., MICCAI 2015 (U-Net).
public final class VoiceDetector {
  /// Bands to a row.
  static final int BANDS_PER_ROW = 4;

  private VoiceDetector() {}

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
  public static Architecture of(List<String> stems, UNetSettings settings, Time time) {
    return switch (time) {
      case BOTH_WAYS ->
          UNet.detector(
              stems,
              new Architecture.Grid(UNet.SAMPLE_RATE, 4096, 1024),
              settings,
              Studio.LOCAL_LEVEL,
              UNet.Time.BOTH_WAYS);
      case CAUSAL ->
          UNet.detector(
              stems,
              new Architecture.Grid(UNet.SAMPLE_RATE, 2048, 512),
              settings,
              Live.LOCAL_LEVEL,
              UNet.Time.CAUSAL);
    };
  }
}
