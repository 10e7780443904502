package dev.isolator.conditioning;

/// Takes a constant offset and what lies below the voice out of spectra.
///
/// A constant `c` under a periodic Hann window of `n` samples stands `c n / 2` high in bin 0 and
/// `−c n / 4` in bin 1, and nowhere else: so half of bin 0 is added to bin 1, and bin 0 is cleared.
/// The high-pass has the magnitude of a Butterworth filter of second order and no phase: it works
/// on bins, delays nothing and remembers nothing.
///
/// Source: Harris, Proc. IEEE 66(1), 1978, section V-C (the window's transform); Butterworth,
/// Experimental Wireless 7, 1930. Any thread.
public final class SpectrumConditioner {
  private final boolean dcBlock;

  /// Of each bin; empty without a high-pass.
  private final float[] gains;

  /// @param fftLength samples under the window, even
  /// @param sampleRate in Hz
  public SpectrumConditioner(Conditioning conditioning, int fftLength, int sampleRate) {
    this.dcBlock = conditioning.dcBlock();
    double cutoff = conditioning.highPassHz();
    this.gains = new float[cutoff > 0 ? fftLength / 2 + 1 : 0];
    for (int bin = 0; bin < gains.length; bin++) {
      double ratio = (double) bin * sampleRate / fftLength / cutoff;
      double square = ratio * ratio;
      gains[bin] = (float) (square / Math.sqrt(1 + square * square));
    }
  }

  /// Cleans one frame. Allocates nothing.
  ///
  /// @param spectrum `[2 * bins]`, changed in place
  public void apply(float[] spectrum) {
    if (dcBlock && spectrum.length >= 4) {
      spectrum[2] += 0.5f * spectrum[0];
      spectrum[0] = 0;
      spectrum[1] = 0;
    }
    for (int bin = 0; bin < gains.length; bin++) {
      spectrum[2 * bin] *= gains[bin];
      spectrum[2 * bin + 1] *= gains[bin];
    }
  }
}
