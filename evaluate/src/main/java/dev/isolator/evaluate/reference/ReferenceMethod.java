package dev.isolator.evaluate.reference;

/// A way to take voice and music apart that was not trained. Stateless, safe for all threads.
interface ReferenceMethod {
  /// Takes a song apart.
  ///
  /// @param mix `[channels][n]`, full scale ±1.0; not changed
  /// @param sampleRate in Hz
  /// @return `[2][channels][n]`: vocals, music
  float[][][] separate(float[][] mix, int sampleRate);
}
