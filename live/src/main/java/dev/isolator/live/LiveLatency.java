package dev.isolator.live;

/// How long the synthesis window is: the larger part of what a live stem comes late.
///
/// Times are for a model with a window of 2048 frames at 44.1 kHz, such as `live-vocals`; for
/// another one they scale with its window. The figures of quality are in `docs/live.md`.
public enum LiveLatency {
  /// The whole analysis window: 46 ms. The best separation.
  FULL("full", 1, false),
  /// Three quarters of it: 35 ms.
  MS_35("35", 0.75, false),
  /// Half of it: 23 ms, the default. Costs about 0.1 dB.
  MS_23("23", 0.5, false),
  /// A quarter of it, by a second analysis with a window that falls fast at its end: 12 ms.
  /// Experimental: the network's masks are held between its hops, and sound more coarse.
  MS_12("12", 0.25, true);

  private final String text;
  private final double share;
  private final boolean secondAnalysis;

  LiveLatency(String text, double share, boolean secondAnalysis) {
    this.text = text;
    this.share = share;
    this.secondAnalysis = secondAnalysis;
  }

  /// As it is typed and printed: `full`, `35`, `23`, `12`.
  @Override
  public String toString() {
    return text;
  }

  /// Frames of the synthesis window.
  ///
  /// @param fftLength frames of the analysis window
  int windowFrames(int fftLength) {
    return (int) Math.round(fftLength * share);
  }

  /// Whether spectra that are masked come from a window of their own, twice in a network's hop.
  boolean hasSecondAnalysis() {
    return secondAnalysis;
  }
}
