package dev.isolator.train.family;

/// Level, polarity and silent channels of the sound around a frame, by which a front end on bands
/// makes a network see every song alike: soft or loud, with a channel inverted or lost. Only what
/// the network sees is changed; its masks are applied to the spectrum as it is.
///
/// The powers of both channels and the real part of their cross spectrum, each summed over all bins
/// of a frame, are smoothed over time by [#weights]. From the smoothed sums `l`, `r` and `c`:
///
/// - a channel whose power is below [#SILENT] of the other's is taken to be a copy of the other;
/// - `2 c / (l + r)` below [#INVERTED] is taken for an inverted channel: the cross spectrum changes
///   its sign;
/// - powers are multiplied by `T / max((l + r) / 2, T / `[#LARGEST]`)`, T being [#TARGET].
///
/// @param before frames before a frame that are smoothed over, 0 or more
/// @param after frames after it, 0 in a network that must not look ahead
public record LocalLevel(int before, int after) {
  /// The mean square of each channel that the network sees: −12 dBFS.
  public static final double TARGET = Math.pow(10, -1.2);

  /// The largest gain of powers: 70 dB.
  public static final double LARGEST = 1e7;

  /// The share of the other channel's power below which a channel is silent: −60 dB.
  public static final double SILENT = 1e-6;

  /// The correlation of both channels below which one of them is inverted.
  public static final double INVERTED = -0.2;

  public LocalLevel {
    if (before < 0 || after < 0) {
      throw new IllegalArgumentException(
          "frames must be 0 or more, were %d before and %d after".formatted(before, after));
    }
  }

  /// The factor from the power of a frame, summed over its bins from 0 to half the transform's
  /// length, to the mean square of its samples.
  ///
  /// Source: Parseval's theorem for a periodic Hann window, whose squares have the mean 3/8; each
  /// bin but the first and the last stands for two.
  public static double meanSquare(int fftLength) {
    return 2 / (0.375 * fftLength * fftLength);
  }

  /// What each frame counts, the earliest first: half a Hann window on either side of the frame
  /// itself, whose weight is the largest; the sum is 1.
  ///
  /// @return `[before + 1 + after]`
  public float[] weights() {
    var hann = new double[before + 1 + after];
    double sum = 0;
    for (int i = 0; i < hann.length; i++) {
      int distance = i - before;
      double reach = distance < 0 ? before + 1.0 : after + 1.0;
      hann[i] = 0.5 + 0.5 * Math.cos(Math.PI * distance / reach);
      sum += hann[i];
    }
    var weights = new float[hann.length];
    for (int i = 0; i < hann.length; i++) {
      weights[i] = (float) (hann[i] / sum);
    }
    return weights;
  }
}
