package dev.isolator.conditioning;

/// Which frames a network must take. A network is trained on one grid; this asks for it, so that a
/// chain that was written for one network is not run on another by mistake.
///
/// @param sampleRate in Hz; 0 = any
/// @param fftLength samples under a window; 0 = any
/// @param hopLength samples from frame to frame; 0 = any
public record Framing(int sampleRate, int fftLength, int hopLength) {
  /// Whatever the network's card says.
  public static final Framing BY_CARD = new Framing(0, 0, 0);

  public Framing {
    if (sampleRate < 0 || fftLength < 0 || hopLength < 0) {
      throw new IllegalArgumentException(
          "a framing's values must be at least 0, were %d, %d and %d"
              .formatted(sampleRate, fftLength, hopLength));
    }
  }

  /// Whether a network on that grid is one that is asked for.
  public boolean fits(int rate, int length, int hop) {
    return (sampleRate == 0 || sampleRate == rate)
        && (fftLength == 0 || fftLength == length)
        && (hopLength == 0 || hopLength == hop);
  }
}
