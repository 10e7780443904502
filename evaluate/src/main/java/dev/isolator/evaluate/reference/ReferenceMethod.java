package dev.isolator.evaluate.reference;

/// A method that separates voice and music without training. Stateless, safe for all threads.
interface ReferenceMethod {
  /// Separates a song.
  ///
  /// @param mix `[channels][n]`, full scale ±1.0; not changed
  /// @param sampleRate in Hz
  /// @return `[2][channels][n]`: vocals, music
  float[][][] separate(float[][] mix, int sampleRate);
}
