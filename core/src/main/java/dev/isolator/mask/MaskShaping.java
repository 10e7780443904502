package dev.isolator.mask;

/// How the masks of one frame are changed before they are applied.
public sealed interface MaskShaping {
  /// The shaping that the options ask for.
  static MaskShaping of(Masking masking) {
    return Double.isNaN(masking.binaryThreshold())
        ? new Soft()
        : new Binary((float) masking.binaryThreshold());
  }

  /// Changes the masks in place. Allocates nothing.
  ///
  /// @param masks `[stems without the last][bins]`, 0 to 1; the last stem has what they leave of 1
  void shape(float[][] masks);

  /// The network's own masks, unchanged.
  record Soft() implements MaskShaping {
    @Override
    public void shape(float[][] masks) {
      // nothing to do: soft masks are what the network gives
    }
  }

  /// Each bin goes whole to one stem: the first in the model's order whose mask is at least the
  /// threshold; the last stem has the bins of no other.
  ///
  /// Source: Wang, On Ideal Binary Mask as the Computational Goal of Auditory Scene Analysis, 2005.
  record Binary(float threshold) implements MaskShaping {
    @Override
    public void shape(float[][] masks) {
      for (int bin = 0; bin < masks[0].length; bin++) {
        boolean taken = false;
        for (float[] stem : masks) {
          boolean takes = !taken && stem[bin] >= threshold;
          stem[bin] = takes ? 1 : 0;
          taken |= takes;
        }
      }
    }
  }
}
