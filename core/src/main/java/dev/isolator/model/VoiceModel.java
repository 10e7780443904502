package dev.isolator.model;

import java.nio.FloatBuffer;

/// A network that says where somebody sings, and takes nothing apart. It may stand beside any model
/// that does. Its card's contract is [Contract.Voice]; what lies in a chunk decides everything.
///
/// | buffer | shape | unit |
/// |---|---|---|
/// | [#spectrum()] | `[4][bins][chunkFrames]` | left re, left im, right re, right im, of an unnormalised FFT of samples in ±1.0 |
/// | [#voice()] | `[chunkFrames]` | probability that somebody sings, 0 to 1 |
///
/// Fill the spectrum, run, read the voice. The buffers are made once, so memory does not grow with
/// the song. One thread at a time.
public non-sealed interface VoiceModel extends Model {
  @Override
  Contract.Voice contract();

  /// The network's input; write with absolute puts.
  FloatBuffer spectrum();

  /// The network's answer to the last run; read with absolute gets.
  FloatBuffer voice();

  /// Turns the spectrum into probabilities.
  void run() throws ModelException;

  /// Says that a model cannot take songs apart.
  ///
  /// @param card of a voice model
  /// @param choose what to choose instead, such as `one of studio-vocals, studio-4`
  static ModelException separatesNothing(ModelCard card, String choose) {
    return new ModelException(
        "%s says where somebody sings and takes nothing apart; to hear where, use isolator activity, to separate, choose %s"
            .formatted(card.name(), choose));
  }
}
