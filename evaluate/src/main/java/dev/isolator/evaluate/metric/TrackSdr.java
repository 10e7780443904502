package dev.isolator.evaluate.metric;

/// The whole-track signal-to-distortion ratio of the Music Demixing Challenge.
///
/// Source: Mitsufuji et al., “Music Demixing Challenge 2021”, Frontiers in Signal Processing 1,
/// 2022, eq. 1: the energies of all samples of all channels, each with a delta of 1e-7 added, so
/// that a silent reference has a score too (a very low one, unless the estimate is silent as well).
public final class TrackSdr {
  /// Added to both energies, in squares of full scale ±1.0.
  static final double DELTA = 1e-7;

  private TrackSdr() {}

  /// The ratio in dB; always finite.
  public static double of(Pcm16 reference, Pcm16 estimate) {
    ShapeCheck.check(reference, estimate);
    double signal = 0;
    double distortion = 0;
    for (int channel = 0; channel < reference.channels(); channel++) {
      short[] truth = reference.samples()[channel];
      short[] guess = estimate.samples()[channel];
      for (int i = 0; i < truth.length; i++) {
        double error = (double) truth[i] - guess[i];
        signal += (double) truth[i] * truth[i];
        distortion += error * error;
      }
    }
    double unit = Pcm16.FULL_SCALE * Pcm16.FULL_SCALE;
    return 10 * Math.log10((signal / unit + DELTA) / (distortion / unit + DELTA));
  }
}
