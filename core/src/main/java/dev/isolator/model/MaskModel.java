package dev.isolator.model;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/// A network that looks at spectra and answers with masks: `frames` of them at a time, a chunk for
/// [ChunkModel], one for [FrameModel].
///
/// | buffer | shape | unit |
/// |---|---|---|
/// | [#spectrum()] | `[4][bins][frames]` | left re, left im, right re, right im, of an unnormalised FFT of samples in ±1.0 |
/// | [#mask()] | `[stems][2][bins][frames]` | share of the stem in the channel, 0 to 1; they sum to 1 over stems |
/// | [#voice()] | `[frames]` | probability that somebody sings, 0 to 1; of networks that have this output |
///
/// Fill the spectrum, run, read the mask. The buffers are made once, so memory does not grow with
/// the song. The network itself spreads over the threads it was opened with.
public sealed interface MaskModel extends Model permits ChunkModel, FrameModel {
  @Override
  Contract.Masks contract();

  /// The network's input; write with absolute puts.
  FloatBuffer spectrum();

  /// The network's answer to the last run; read with absolute gets.
  FloatBuffer mask();

  /// The network's other answer to the last run: how likely somebody sings; read with absolute
  /// gets. Null where the network does not say it.
  @Nullable FloatBuffer voice();
}
