package dev.isolator.evaluate.metric;

/// SI-SDR: the signal-to-distortion ratio that no change of the estimate's loudness can move.
///
/// Source: Le Roux, Wisdom, Erdogan and Hershey, “SDR – half-baked or well done?”, ICASSP 2019, eq.
/// 3. All channels are one long signal with one gain; means are not removed.
public final class ScaleInvariantSdr {
  private ScaleInvariantSdr() {}

  /// The ratio in dB over the whole track; NaN where reference or estimate is silent.
  public static double of(Pcm16 reference, Pcm16 estimate) {
    ShapeCheck.check(reference, estimate);
    double product = 0;
    double energy = 0;
    for (int channel = 0; channel < reference.channels(); channel++) {
      short[] truth = reference.samples()[channel];
      short[] guess = estimate.samples()[channel];
      for (int i = 0; i < truth.length; i++) {
        product += (double) truth[i] * guess[i];
        energy += (double) truth[i] * truth[i];
      }
    }
    double gain = product / energy;
    double target = 0;
    double distortion = 0;
    for (int channel = 0; channel < reference.channels(); channel++) {
      short[] truth = reference.samples()[channel];
      short[] guess = estimate.samples()[channel];
      for (int i = 0; i < truth.length; i++) {
        double scaled = gain * truth[i];
        target += scaled * scaled;
        distortion += (scaled - guess[i]) * (scaled - guess[i]);
      }
    }
    return target == 0 && distortion == 0 ? Double.NaN : EnergyRatio.ratio(target, distortion);
  }
}
