package dev.isolator.conditioning;

/// How the song is cleaned for the network. The audio itself is untouched.
///
/// @param dcBlock whether a constant offset is taken away
/// @param highPassHz what lies below is attenuated, by 3 dB at this frequency and 12 dB an octave
///   below it; 0 (off) to 1000
/// @param denoiseDb how far steady noise is attenuated at the most, in dB; 0 (off) to 40
public record Conditioning(boolean dcBlock, double highPassHz, double denoiseDb) {
  /// Nothing is cleaned.
  public static final Conditioning OFF = new Conditioning(false, 0, 0);

  public Conditioning {
    if (!(highPassHz >= 0 && highPassHz <= 1000)) {
      throw new IllegalArgumentException("highPassHz must be from 0 to 1000, was " + highPassHz);
    }
    if (!(denoiseDb >= 0 && denoiseDb <= 40)) {
      throw new IllegalArgumentException("denoiseDb must be from 0 to 40, was " + denoiseDb);
    }
  }

  /// The offset away, and a high-pass at 50 Hz, below the lowest note that is sung (about 65 Hz).
  public static Conditioning defaults() {
    return new Conditioning(true, 50, 0);
  }
}
