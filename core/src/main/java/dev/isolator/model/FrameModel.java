package dev.isolator.model;

/// A network that answers frame by frame and remembers what it needs in states: for live use, where
/// the next frame is not there yet. Its card's contract is [Contract.Frame]. One that looks ahead
/// answers late: what comes out after frame `t` went in is the answer for frame `t −
/// lookAheadFrames` of its reach.
///
/// Fed a song's frames in order, from [#begin()] on, it answers as the same network does for the
/// whole song between silence. Any number of streams may be under way, one [States] each: two pairs
/// of channels, for instance. See [MaskModel] for the buffers; `frames` is 1. One thread at a time.
public non-sealed interface FrameModel extends MaskModel {
  @Override
  Contract.Frame contract();

  /// What the network remembers of one stream. Close it when the stream has ended.
  interface States extends AutoCloseable {
    @Override
    void close();
  }

  /// The states of a stream that has not begun: those after endless silence. Allocates them, a few
  /// hundred kilobytes; [#run] allocates no tensor.
  States begin() throws ModelException;

  /// Turns the spectrum of a stream's next frame into masks, those of the frame `lookAheadFrames`
  /// before it, and moves the states on.
  ///
  /// @param states from [#begin()] of this model
  void run(States states) throws ModelException;
}
