package dev.isolator.dataset.target;

/// A rule that computes a mask from the spectra of the voice and of the rest of the mix.
///
/// Spectra are `[frames][2 * bins]`, interleaved; masks `[frames][bins]`, 0 to 1.
public sealed interface MaskTarget
    permits MaskTarget.Ratio, MaskTarget.Magnitude, PerceptualBinary {

  /// The mask for a voice and the rest of the mix.
  float[][] mask(float[][] voice, float[][] rest);

  /// The ratio mask `|V|^p / (|V|^p + |R|^p)`.
  ///
  /// @param power `p`: 1 for the soft ratio, 2 for the Wiener ratio
  record Ratio(double power) implements MaskTarget {
    public Ratio {
      if (!(power > 0 && power <= 4)) {
        throw new IllegalArgumentException("power must be in (0, 4], was " + power);
      }
    }

    @Override
    public float[][] mask(float[][] voice, float[][] rest) {
      var mask = new float[voice.length][];
      for (int t = 0; t < mask.length; t++) {
        mask[t] = new float[voice[t].length / 2];
        for (int k = 0; k < mask[t].length; k++) {
          double v = Math.pow(energy(voice[t], k), power / 2);
          double r = Math.pow(energy(rest[t], k), power / 2);
          mask[t][k] = v + r > 0 ? (float) (v / (v + r)) : 0;
        }
      }
      return mask;
    }
  }

  /// The magnitude ratio `|V| / |V + R|`, at most 1: the mask that regression to the voice's
  /// magnitude gives.
  record Magnitude() implements MaskTarget {
    @Override
    public float[][] mask(float[][] voice, float[][] rest) {
      var mask = new float[voice.length][];
      for (int t = 0; t < mask.length; t++) {
        mask[t] = new float[voice[t].length / 2];
        for (int k = 0; k < mask[t].length; k++) {
          double re = voice[t][2 * k] + (double) rest[t][2 * k];
          double im = voice[t][2 * k + 1] + (double) rest[t][2 * k + 1];
          double mix = Math.sqrt(re * re + im * im);
          mask[t][k] = mix > 0 ? (float) Math.min(1, Math.sqrt(energy(voice[t], k)) / mix) : 0;
        }
      }
      return mask;
    }
  }

  private static double energy(float[] frame, int k) {
    return (double) frame[2 * k] * frame[2 * k] + (double) frame[2 * k + 1] * frame[2 * k + 1];
  }
}
