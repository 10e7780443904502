package dev.isolator.evaluate.oracle;

/// A mask that is computed from the true spectra of the stems.
interface OracleMask {
  /// Computes what is the same for the whole song, and returns the filter of its frames.
  ///
  /// @param stems `[stems][channels][frames][2 * bins]`, interleaved; not to be changed
  FrameFilter of(float[][][][] stems);

  /// Turns a frame of the mixture into frames of the stems.
  interface FrameFilter {
    /// Filters one frame.
    ///
    /// @param mix `[channels][2 * bins]` of frame `t`
    /// @param estimates `[stems][channels][2 * bins]`, overwritten
    void apply(int t, float[][] mix, float[][][] estimates);
  }
}
