package dev.isolator.model;

/// The analysis grid that a network was trained on: its short-time Fourier transform.
///
/// @param sampleRate in Hz, 8 000 to 192 000
/// @param fftLength samples under one window at `sampleRate`, 16 to 65 536
/// @param hopLength samples from one frame to the next at `sampleRate`, 1 to `fftLength / 2`
/// @param window `hann-periodic`, the only one so far
public record Grid(int sampleRate, int fftLength, int hopLength, String window) {
  /// FFT bins of a frame, 0 Hz to half the rate.
  public int bins() {
    return fftLength / 2 + 1;
  }

  /// Seconds from one frame to the next.
  public double frameSeconds() {
    return (double) hopLength / sampleRate;
  }
}
