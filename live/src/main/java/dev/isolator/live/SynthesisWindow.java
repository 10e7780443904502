package dev.isolator.live;

import dev.isolator.spectrum.Window;

/// The pair of windows between which spectra are masked.
///
/// | array | shape | unit |
/// |---|---|---|
/// | [#analysis()] h | `[fftLength]` | gain, 0 to 1 |
/// | [#synthesis()] f | `[fftLength]` | gain, 0 before the last `frames` |
///
/// Frames lie `hop` apart, and `Σₖ h[n + k hop] f[n + k hop] = 1` for every n: what is not changed
/// between them comes out as it was, `frames` after it went in at the latest.
///
/// **Short dual window.** h is the network's own periodic Hann window; f is its dual with support
/// on the last `frames` samples, the one of least energy: `f[n] = h[n] / Σ h[m]²` over the m ≥
/// fftLength − frames that are congruent to n modulo hop. Source: the minimum-norm dual of Wexler
/// and Raz, Signal Processing 21(3), 1990, with a constrained support.
///
/// **Second analysis.** h rises by a root of half a Hann window over fftLength − hop samples and
/// falls by one over the last hop; h f is a Hann window of 2 hop samples. Source: Mauler and
/// Martin, A low delay, variable resolution, perfect reconstruction spectral analysis-synthesis
/// system, EUSIPCO 2007.
final class SynthesisWindow {
  private final double[] analysis;
  private final double[] synthesis;
  private final int frames;
  private final int hop;

  private SynthesisWindow(double[] analysis, double[] synthesis, int frames, int hop) {
    this.analysis = analysis;
    this.synthesis = synthesis;
    this.frames = frames;
    this.hop = hop;
  }

  /// The windows of a latency.
  ///
  /// @param fftLength frames of the network's window
  /// @param hop of the network
  static SynthesisWindow of(LiveLatency latency, int fftLength, int hop) {
    int frames = latency.windowFrames(fftLength, hop);
    return latency.hasSecondAnalysis()
        ? secondAnalysis(fftLength, frames / 2)
        : shortDual(fftLength, hop, frames);
  }

  private static SynthesisWindow shortDual(int fftLength, int hop, int frames) {
    double[] analysis = Window.hann(fftLength);
    var synthesis = new double[fftLength];
    int start = fftLength - frames;
    for (int n = start; n < fftLength; n++) {
      double energy = 0;
      for (int m = start + (n - start) % hop; m < fftLength; m += hop) {
        energy += analysis[m] * analysis[m];
      }
      synthesis[n] = analysis[n] / energy;
    }
    return new SynthesisWindow(analysis, synthesis, frames, hop);
  }

  private static SynthesisWindow secondAnalysis(int fftLength, int hop) {
    var analysis = new double[fftLength];
    var synthesis = new double[fftLength];
    double[] rising = Window.fadeIn(fftLength - hop);
    double[] falling = Window.fadeIn(hop);
    for (int n = 0; n < fftLength - hop; n++) {
      analysis[n] = Math.sqrt(rising[n]);
    }
    for (int i = 0; i < hop; i++) {
      analysis[fftLength - 1 - i] = Math.sqrt(falling[i]);
      synthesis[fftLength - 1 - i] = Math.sqrt(falling[i]);
      int n = fftLength - 2 * hop + i;
      synthesis[n] = falling[i] / analysis[n];
    }
    return new SynthesisWindow(analysis, synthesis, 2 * hop, hop);
  }

  /// What samples are multiplied by before they are transformed.
  double[] analysis() {
    return analysis;
  }

  /// What samples are multiplied by after they are transformed back; 0 before the last [#frames()].
  double[] synthesis() {
    return synthesis;
  }

  /// Frames of the support of [#synthesis()].
  int frames() {
    return frames;
  }

  /// Frames from one window to the next.
  int hop() {
    return hop;
  }
}
