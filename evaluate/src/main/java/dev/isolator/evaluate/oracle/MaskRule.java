package dev.isolator.evaluate.oracle;

/// How the stems' true spectra become shares of the mixture's.
interface MaskRule {
  /// Learns what is the same for the whole song, and gives the filter of its frames.
  ///
  /// @param stems `[stems][channels][frames][2 * bins]`, interleaved; not to be changed
  FrameFilter of(float[][][][] stems);

  /// One frame's way from mixture to stems.
  interface FrameFilter {
    /// Filters one frame.
    ///
    /// @param mix `[channels][2 * bins]` of frame `t`
    /// @param estimates `[stems][channels][2 * bins]`, overwritten
    void apply(int t, float[][] mix, float[][][] estimates);
  }
}
