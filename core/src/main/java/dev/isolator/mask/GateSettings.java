package dev.isolator.mask;

/// How a [VoiceGate] opens and closes.
///
/// @param on probability at which it opens, 0 to 1; NaN = as the model's card says, else 0.5
/// @param off probability below which it closes, 0 to `on`; NaN = as the model's card says, else
///   0.3
/// @param holdSeconds how far from a voiced frame the gain is still 1, on both sides, 0 to 2
/// @param fadeSeconds how long the gain takes from 1 to 0, beyond the hold, 0 to 2
/// @param medianSeconds over which the median of the probabilities is taken first, 0 (off) to 2;
///   NaN = as the model's card says, else off
public record GateSettings(
    double on, double off, double holdSeconds, double fadeSeconds, double medianSeconds) {
  /// Thresholds of the card, a hold of 0.1 s and a fade of 0.1 s.
  public static final GateSettings BY_CARD =
      new GateSettings(Double.NaN, Double.NaN, 0.1, 0.1, Double.NaN);

  public GateSettings {
    if (!Double.isNaN(on)) {
      MaskShape.check("on", on, 0, 1);
    }
    if (!Double.isNaN(off)) {
      MaskShape.check("off", off, 0, Double.isNaN(on) ? 1 : on);
    }
    MaskShape.check("holdSeconds", holdSeconds, 0, 2);
    MaskShape.check("fadeSeconds", fadeSeconds, 0, 2);
    if (!Double.isNaN(medianSeconds)) {
      MaskShape.check("medianSeconds", medianSeconds, 0, 2);
    }
  }
}
