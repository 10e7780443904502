package dev.isolator.model;

/// A method that turns a whole song's samples into stems: methods without a network, and networks
/// that work on the waveform. Exempt from the promise of constant memory; its first use says so.
///
/// Implementations are found through [Provider].
public non-sealed interface WaveModel extends Model {
  /// Takes a song apart.
  ///
  /// @param mix `[channels][n]`, full scale ±1.0; not to be changed
  /// @param sampleRate in Hz
  /// @return `[stems][channels][n]` in the card's order; they need not sum to the mix: the last one
  ///   is replaced by what the others leave
  float[][][] separate(float[][] mix, int sampleRate) throws ModelException;

  @Override
  default String accelerator() {
    return "cpu";
  }

  @Override
  default void close() {}

  /// Offers models by name, such as `reference:repet`; found by [java.util.ServiceLoader].
  interface Provider {
    /// The models offered, cheap to make.
    java.util.List<WaveModel> models();
  }
}
