package dev.isolator.model;

/// From which probability on somebody sings, as it was found on validation songs for one model,
/// whether the probability is the network's or that of its vocal stem's energy.
///
/// In a card: `voiceOn`, `voiceOff` and `voiceMedianSeconds`. A card without them leaves it to what
/// uses the probability.
///
/// @param on probability from which on a frame is voiced, 0 to 1; NaN = not said
/// @param off probability below which a voice ends, 0 to `on`; NaN = not said
/// @param medianSeconds over which the median of the probabilities is taken first, 0 (off) to 2
public record VoiceThresholds(double on, double off, double medianSeconds) {
  /// A card that says nothing of it.
  public static final VoiceThresholds NOT_SAID = new VoiceThresholds(Double.NaN, Double.NaN, 0);

  public VoiceThresholds {
    if (!(Double.isNaN(on) || (on >= 0 && on <= 1))) {
      throw new IllegalArgumentException("voiceOn must be from 0 to 1, was " + on);
    }
    if (!(Double.isNaN(off) || (off >= 0 && off <= (Double.isNaN(on) ? 1 : on)))) {
      throw new IllegalArgumentException("voiceOff must be from 0 to voiceOn, was " + off);
    }
    if (!(medianSeconds >= 0 && medianSeconds <= 2)) {
      throw new IllegalArgumentException(
          "voiceMedianSeconds must be from 0 to 2, was " + medianSeconds);
    }
  }

  /// The first threshold, or another where it is not said.
  public double onOr(double otherwise) {
    return Double.isNaN(on) ? otherwise : on;
  }

  /// The second threshold, or another where it is not said, but never above the first.
  public double offOr(double otherwise) {
    return Double.isNaN(off) ? Math.min(otherwise, onOr(otherwise)) : off;
  }
}
