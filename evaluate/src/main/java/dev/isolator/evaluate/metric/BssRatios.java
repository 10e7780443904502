package dev.isolator.evaluate.metric;

/// The four ratios of BSS Eval, each in dB. NaN = undefined, infinite = nothing of that fault left.
///
/// @param sdr signal to distortion: everything that is wrong
/// @param isr image to spatial distortion: wrong place, level or timbre of the stem itself
/// @param sir signal to interference: what leaks in from other stems
/// @param sar signal to artefacts: what no stem explains, such as musical noise
public record BssRatios(double sdr, double isr, double sir, double sar) {
  public static final BssRatios UNDEFINED =
      new BssRatios(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /// The ratios of the energies of the four parts of an estimate, [Vincent et al. 2012] eq. 7–10.
  ///
  /// @param truth energy of the reference
  /// @param image energy of reference + spatial distortion
  /// @param explained energy of reference + spatial distortion + interference
  static BssRatios of(
      double truth,
      double image,
      double explained,
      double distortion,
      double spatial,
      double interference,
      double artefacts) {
    return new BssRatios(
        EnergyRatio.ratio(truth, distortion),
        EnergyRatio.ratio(truth, spatial),
        EnergyRatio.ratio(image, interference),
        EnergyRatio.ratio(explained, artefacts));
  }
}
