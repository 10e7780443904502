package dev.isolator.model;

/// A network that answers with the masks of a chunk of frames. What lies in the chunk decides
/// everything: nothing is remembered from run to run. Its card's contract is [Contract.Chunk].
///
/// See [MaskModel] for the buffers; `frames` is the card's `chunkFrames`. One thread at a time.
public non-sealed interface ChunkModel extends MaskModel {
  @Override
  Contract.Chunk contract();

  /// Turns the spectrum into masks.
  void run() throws ModelException;
}
