package dev.isolator.mask;

/// What is done to the network's masks, and with them.
///
/// @param binaryThreshold between 0 and 1: each bin goes whole to one stem, see
///   [MaskShaping.Binary]; NaN = soft masks, the default
/// @param wienerIterations rounds of the multichannel Wiener filter, 0 (off, the default) to 10
/// @param voiceGating whether the vocals are silenced where nobody sings; default: as the model's
///   card says
public record Masking(double binaryThreshold, int wienerIterations, VoiceGating voiceGating) {
  public Masking {
    if (!(Double.isNaN(binaryThreshold) || (binaryThreshold > 0 && binaryThreshold < 1))) {
      throw new IllegalArgumentException(
          "binaryThreshold must be between 0 and 1, was " + binaryThreshold);
    }
    if (wienerIterations < 0 || wienerIterations > 10) {
      throw new IllegalArgumentException(
          "wienerIterations must be from 0 to 10, was " + wienerIterations);
    }
  }

  /// The network's own soft masks, and the voice gate as the card says: the default.
  public static Masking soft() {
    return new Masking(Double.NaN, 0, VoiceGating.BY_CARD);
  }

  public Masking withBinaryThreshold(double threshold) {
    return new Masking(threshold, wienerIterations, voiceGating);
  }

  public Masking withWienerIterations(int iterations) {
    return new Masking(binaryThreshold, iterations, voiceGating);
  }

  public Masking withVoiceGating(VoiceGating gating) {
    return new Masking(binaryThreshold, wienerIterations, gating);
  }
}
