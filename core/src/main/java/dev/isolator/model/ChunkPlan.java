package dev.isolator.model;

/// How a song's frames are laid into chunks, so that no chunk's edge shows in a mask.
///
/// Chunk `k` has the frames from `k * coreFrames − haloBack` on, `chunkFrames` of them. Its network
/// sees all of them; only the masks of its core, frames `k * coreFrames` to `(k + 1) * coreFrames −
/// 1`, are used. As the halo on either side is at least as long as the network's reach, each of
/// those masks is the one that the whole song at once would have given, between silence on both
/// sides.
///
/// @param chunkFrames frames in a chunk, halo included
/// @param haloBack frames before the core: the card's look-back, rounded up to `frameMultiple`
/// @param coreFrames frames whose masks are used, a multiple of `frameMultiple`
public record ChunkPlan(int chunkFrames, int haloBack, int coreFrames) {

  /// The plan that a card asks for.
  public static ChunkPlan of(ModelCard card) {
    return of(card, 0);
  }

  /// A plan in which the network's answers are also good for frames after the core.
  ///
  /// @param framesAhead how many
  /// @throws IllegalArgumentException if that leaves no core
  public static ChunkPlan of(ModelCard card, int framesAhead) {
    int back = CardReader.roundUp(card.lookBackFrames(), card.frameMultiple());
    int ahead = CardReader.roundUp(card.lookAheadFrames() + framesAhead, card.frameMultiple());
    int core = card.chunkFrames() - back - ahead;
    if (core < card.frameMultiple()) {
      throw new IllegalArgumentException(
          "%s: expected chunkFrames of at least %d, to know the voice of %d frames ahead, found %d; leave the voice gate off"
              .formatted(
                  card.name(),
                  back + ahead + card.frameMultiple(),
                  framesAhead,
                  card.chunkFrames()));
    }
    return new ChunkPlan(card.chunkFrames(), back, core);
  }

  /// The first frame of chunk `k`, in the song; negative for the first chunks.
  public long firstFrame(long chunk) {
    return chunk * coreFrames - haloBack;
  }

  /// Chunks that cover a song of so many frames.
  public long chunksFor(long frames) {
    return Math.ceilDiv(frames, coreFrames);
  }
}
