package dev.isolator.model;

import java.nio.FloatBuffer;

/// A network that turns a segment of samples into the segment's stems. Its card's contract is
/// [Contract.Segment], which says how segments lie in the song and how they are joined.
///
/// | buffer | shape | unit |
/// |---|---|---|
/// | [#mix()] | `[2][segmentFrames]` | left, right, full scale ±1.0; a channel on its own is given on both sides |
/// | [#stems()] | `[stems][2][segmentFrames]` | the card's stems, full scale ±1.0; they need not sum to the mix, the last one is replaced by what the others leave |
///
/// Fill the mix, [#run], read the stems. The buffers are made once, so memory does not grow with
/// the song. One thread at a time.
public non-sealed interface SegmentModel extends Model {
  @Override
  Contract.Segment contract();

  /// The network's input; write with absolute puts.
  FloatBuffer mix();

  /// The network's answer to the last [#run]; read with absolute gets.
  FloatBuffer stems();

  /// The weights of the last answer, `[usedFrames]`; not to be changed.
  double[] weights();

  /// Takes the segment apart.
  ///
  /// @param firstFrame of the song that is in the mix; negative before the song
  /// @param songFrames frames of the song, [Long#MAX_VALUE] while it goes on
  void run(long firstFrame, long songFrames) throws ModelException;
}
