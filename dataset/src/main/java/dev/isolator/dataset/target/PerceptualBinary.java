package dev.isolator.dataset.target;

/// A binary mask after perceptual weighting: 1 where the voice is audible and predominates, else 0.
///
/// For each bin the voice's and the rest's powers are smoothed over time (a backward mean, as long
/// as the ear's integration), weighted by the ear's sensitivity at that frequency (A-weighting, IEC
/// 61672-1, annex E), and compared: the voice must be above the hearing floor and exceed the rest
/// by a threshold. The weight cancels in the comparison with the rest; it matters for the
/// comparison with the floor.
///
/// @param predominanceDb level by which the voice must exceed the rest; 0 if it only has to be
///   louder
/// @param loudnessWeighted whether the floor follows the ear's sensitivity
/// @param floorDb hearing floor, relative to the song's loudest weighted bin of the voice
/// @param smoothingFrames frames over which powers are averaged; 1 for none
/// @param sampleRate of the spectra in Hz
public record PerceptualBinary(
    double predominanceDb,
    boolean loudnessWeighted,
    double floorDb,
    int smoothingFrames,
    int sampleRate)
    implements MaskTarget {
  public PerceptualBinary {
    if (!(Math.abs(predominanceDb) <= 30)) {
      throw new IllegalArgumentException(
          "predominanceDb must be from -30 to 30, was " + predominanceDb);
    }
    if (!(floorDb < 0)) {
      throw new IllegalArgumentException("floorDb must be below 0, was " + floorDb);
    }
    if (smoothingFrames < 1) {
      throw new IllegalArgumentException(
          "smoothingFrames must be at least 1, was " + smoothingFrames);
    }
  }

  /// The choice of docs/targets.md: 0 dB, weighted, −60 dB, no smoothing.
  public static PerceptualBinary defaults(int sampleRate) {
    return new PerceptualBinary(0, true, -60, 1, sampleRate);
  }

  /// `[frames][bins]` of 0 and 1.
  ///
  /// @param voice `[frames][2 * bins]`
  /// @param rest the same shape
  @Override
  public float[][] mask(float[][] voice, float[][] rest) {
    int bins = voice.length == 0 ? 0 : voice[0].length / 2;
    double[] weights = weights(bins);
    double[][] v = smoothed(voice, bins);
    double[][] r = smoothed(rest, bins);
    double loudest = 0;
    for (double[] frame : v) {
      for (int k = 0; k < bins; k++) {
        loudest = Math.max(loudest, frame[k] * weights[k]);
      }
    }
    double floor = loudest * StrictMath.pow(10, floorDb / 10);
    double threshold = StrictMath.pow(10, predominanceDb / 10);
    var mask = new float[voice.length][bins];
    for (int t = 0; t < mask.length; t++) {
      for (int k = 0; k < bins; k++) {
        boolean audible = v[t][k] * weights[k] > floor;
        mask[t][k] = audible && v[t][k] > threshold * r[t][k] ? 1 : 0;
      }
    }
    return mask;
  }

  private double[][] smoothed(float[][] spectrum, int bins) {
    var powers = new double[spectrum.length][bins];
    for (int t = 0; t < powers.length; t++) {
      for (int k = 0; k < bins; k++) {
        double re = spectrum[t][2 * k];
        double im = spectrum[t][2 * k + 1];
        powers[t][k] = re * re + im * im;
      }
    }
    if (smoothingFrames == 1) {
      return powers;
    }
    var means = new double[powers.length][bins];
    for (int t = 0; t < powers.length; t++) {
      int from = Math.max(0, t - smoothingFrames + 1);
      for (int u = from; u <= t; u++) {
        for (int k = 0; k < bins; k++) {
          means[t][k] += powers[u][k] / (t - from + 1);
        }
      }
    }
    return means;
  }

  /// Power weights, 1 at 1 kHz.
  private double[] weights(int bins) {
    var weights = new double[bins];
    for (int k = 0; k < bins; k++) {
      weights[k] = 1;
      if (loudnessWeighted) {
        double f2 = StrictMath.pow(k * sampleRate / 2.0 / Math.max(1, bins - 1), 2);
        double a =
            12_194.0
                * 12_194.0
                * f2
                * f2
                / ((f2 + 20.6 * 20.6)
                    * Math.sqrt((f2 + 107.7 * 107.7) * (f2 + 737.9 * 737.9))
                    * (f2 + 12_194.0 * 12_194.0));
        weights[k] = a * a * 1.585; // 2 dB up: 0 dB at 1 kHz
      }
    }
    return weights;
  }
}
