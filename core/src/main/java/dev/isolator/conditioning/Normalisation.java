package dev.isolator.conditioning;

/// Which level the network hears. The audio itself is untouched.
///
/// @param targetDbfs the level, root mean square, −60 to 0; NaN = off
/// @param windowSeconds over which the song's own level is measured, with a Hann window as long,
///   0.1 to 20
/// @param mostGainDb the largest amplification, 0 to 100: silence stays silence
public record Normalisation(double targetDbfs, double windowSeconds, double mostGainDb) {
  /// The network hears the song's own level.
  public static final Normalisation OFF = new Normalisation(Double.NaN, 5.6, 60);

  public Normalisation {
    if (!(Double.isNaN(targetDbfs) || (targetDbfs >= -60 && targetDbfs <= 0))) {
      throw new IllegalArgumentException("targetDbfs must be from -60 to 0, was " + targetDbfs);
    }
    if (!(windowSeconds >= 0.1 && windowSeconds <= 20)) {
      throw new IllegalArgumentException(
          "windowSeconds must be from 0.1 to 20, was " + windowSeconds);
    }
    if (!(mostGainDb >= 0 && mostGainDb <= 100)) {
      throw new IllegalArgumentException("mostGainDb must be from 0 to 100, was " + mostGainDb);
    }
  }

  /// −12 dBFS over 5.6 s, at most 60 dB: the local level of the built-in networks that have one.
  public static Normalisation defaults() {
    return new Normalisation(-12, 5.6, 60);
  }

  /// Whether there is a target.
  public boolean isOn() {
    return !Double.isNaN(targetDbfs);
  }
}
