package dev.isolator.model;

/// A method that needs a whole song's samples at once, as classical ones do. Exempt from the
/// promise of constant memory. Its card's contract is [Contract.Song].
public non-sealed interface SongModel extends Model {
  @Override
  default Contract.Song contract() {
    return new Contract.Song();
  }

  /// Takes a song apart.
  ///
  /// @param mix `[channels][n]`, full scale ±1.0; not to be changed
  /// @param sampleRate in Hz
  /// @return `[stems][channels][n]` in the card's order; they need not sum to the mix: the last one
  ///   is replaced by what the others leave
  float[][][] separate(float[][] mix, int sampleRate) throws ModelException;
}
