package dev.isolator.live;

/// How long the synthesis window is: the larger part of what a live stem comes late.
///
/// Times are for a model whose hop is 512 frames at 44.1 kHz, such as those of the family `live`;
/// for another one they scale with its hop. Only [#FULL] depends on the length of the model's
/// window. A synthesis window is never longer than the model's. The figures of quality are in
/// `docs/live.md`.
public enum LiveLatency {
  /// The whole analysis window: 46 ms with one of 2048 frames, 93 ms with one of 4096. The best
  /// separation.
  FULL("full", Integer.MAX_VALUE, false),
  /// Three hops: 35 ms.
  MS_35("35", 3, false),
  /// Two hops: 23 ms, the default. Costs about 0.1 dB with a window of 2048 frames.
  MS_23("23", 2, false),
  /// One hop, by a second analysis with a window that falls fast at its end: 12 ms. Experimental:
  /// the network's masks are held between its hops, and sound more coarse.
  MS_12("12", 1, true);

  private final String text;
  private final int hops;
  private final boolean secondAnalysis;

  LiveLatency(String text, int hops, boolean secondAnalysis) {
    this.text = text;
    this.hops = hops;
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
  /// @param hop frames from one window to the next
  int windowFrames(int fftLength, int hop) {
    return (int) Math.min(fftLength, (long) hops * hop);
  }

  /// Whether spectra that are masked come from a window of their own, twice in a network's hop.
  boolean hasSecondAnalysis() {
    return secondAnalysis;
  }
}
