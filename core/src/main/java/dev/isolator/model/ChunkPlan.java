package dev.isolator.model;

/// How a song's frames are laid into chunks, so that no chunk's edge shows in a mask.
///
/// Chunk `k` has the frames from `k * coreFrames − haloBack` on, `chunkFrames` of them. Its network
/// sees all of them; only the masks of its core, frames `k * coreFrames` to `(k + 1) * coreFrames −
/// 1`, are used. As the halo on either side is at least as long as the network's reach, each of
/// those masks is the one that the whole song at once would have given, between silence on both
/// sides.
///
/// A network that remembers frames has chunks of one frame without a halo. Where it looks ahead,
/// its answers come `delayFrames` late: chunk `k` then has frame `k + delayFrames`, and its answer
/// is that for frame `k`.
///
/// @param chunkFrames frames in a chunk, halo included
/// @param haloBack frames before the core: the card's look-back, rounded up to `frameMultiple`
/// @param coreFrames frames whose masks are used, a multiple of `frameMultiple`
/// @param delayFrames frames by which answers come later than what they are for; 0 for networks
///   that are given chunks
public record ChunkPlan(int chunkFrames, int haloBack, int coreFrames, int delayFrames) {

  /// The plan that a contract asks for.
  ///
  /// @param framesAhead frames after the core that the network's answers are to be good for too, 0
  ///   or more
  /// @throws IllegalArgumentException if that leaves no core
  public static ChunkPlan of(Contract.Chunk contract, int framesAhead) {
    return of(contract.reach(), contract.chunkFrames(), framesAhead);
  }

  /// The plan that the contract of a voice model asks for.
  public static ChunkPlan of(Contract.Voice contract) {
    return of(contract.reach(), contract.chunkFrames(), 0);
  }

  private static ChunkPlan of(Reach reach, int chunkFrames, int framesAhead) {
    int multiple = reach.frameMultiple();
    int back = reach.haloBack();
    int ahead = reach.haloAhead(framesAhead);
    int core = chunkFrames - back - ahead;
    if (core < multiple) {
      throw new IllegalArgumentException(
          "expected chunkFrames of at least %d, to know the voice of %d frames ahead, found %d; leave the voice gate off"
              .formatted(back + ahead + multiple, framesAhead, chunkFrames));
    }
    return new ChunkPlan(chunkFrames, back, core, 0);
  }

  /// Chunks of one frame each, without a halo, as a network with states has them.
  public static ChunkPlan singleFrames(Contract.Frame contract) {
    return new ChunkPlan(1, 0, 1, contract.reach().lookAheadFrames());
  }

  /// The first chunk that the network is given. It is negative where answers come late: those to
  /// chunks before 0 are for frames before the song, and are dropped.
  public long firstChunk() {
    return -Math.ceilDiv(delayFrames, coreFrames);
  }

  /// The first frame of chunk `k`, in the song; negative for the first chunks of a plan with a
  /// halo.
  public long firstFrame(long chunk) {
    return chunk * coreFrames - haloBack + delayFrames;
  }

  /// Chunks that cover a song of so many frames.
  public long chunksFor(long frames) {
    return Math.ceilDiv(frames, coreFrames);
  }
}
