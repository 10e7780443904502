package dev.isolator.train.data;

import java.util.SplittableRandom;

/// Mixes of a network that goes on learning: most are made as before (replay, so that it does not
/// forget), a share has one source of [AdditionalSources].
///
/// Estimated stems are only ever heard in new mixes: estimated vocals over an accompaniment of the
/// original data, an estimated accompaniment under vocals of the original data. What leaked between
/// them cannot be learnt that way, as it has no counterpart in the mix (RemixIT, Tzinis et al.,
/// 2022, arXiv 2202.08862). Exact stems are also mixed with each other as they were recorded, and
/// recordings without a voice are also heard alone.
///
/// The same seed gives the same mix, whichever thread makes it. Any thread.
public final class AdditionalMixes {
  /// At least 70 % of the mixes are replay.
  public static final double MOST_SHARE = 0.3;

  /// Half of the negatives are heard alone, a third of the exact songs as they were recorded.
  private static final double ALONE = 0.5;

  private static final double TOGETHER = 1.0 / 3;

  private final MixMaker replay;
  private final AdditionalSources sources;
  private final double share;
  private final double[] upTo;

  /// @param replay makes the other mixes
  /// @param share of the mixes that have an additional source, 0 to [#MOST_SHARE]
  public AdditionalMixes(MixMaker replay, AdditionalSources sources, double share) {
    if (!(share >= 0 && share <= MOST_SHARE)) {
      throw new IllegalArgumentException(
          "additional-share must be from 0 to %s, was %s".formatted(MOST_SHARE, share));
    }
    this.replay = replay;
    this.sources = sources;
    this.share = share;
    this.upTo = new double[sources.songs().size() + sources.negatives().size()];
    double sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += frames(i);
      upTo[i] = sum;
    }
  }

  private long frames(int i) {
    int songs = sources.songs().size();
    if (i >= songs) {
      return sources.negatives().get(i - songs).frames();
    }
    var song = sources.songs().get(i);
    return Math.max(
        song.vocals() == null ? 0 : song.vocals().frames(),
        song.music() == null ? 0 : song.music().frames());
  }

  /// The mix of a seed.
  public Mix make(long seed) {
    var random = new SplittableRandom(seed ^ 0x6A09E667F3BCC909L);
    if (!(random.nextDouble() < share)) {
      return replay.make(seed);
    }
    float[][][] sound = replay.silence();
    int i = drawn(random.nextDouble() * upTo[upTo.length - 1]);
    boolean partsKnown =
        i < sources.songs().size()
            ? song(random, sources.songs().get(i), sound)
            : negative(random, sources.negatives().get(i - sources.songs().size()), sound);
    return replay.finished(random, sound, partsKnown);
  }

  /// A source by its share of the time.
  private int drawn(double at) {
    int i = 0;
    while (i < upTo.length - 1 && at >= upTo[i]) {
      i++;
    }
    return i;
  }

  /// @return whether the accompaniment's parts are known
  private boolean song(SplittableRandom random, AdditionalSources.Song song, float[][][] sound) {
    var vocals = song.vocals();
    var music = song.music();
    if (song.exact() && vocals != null && music != null && random.nextDouble() < TOGETHER) {
      replay.addTogether(random, vocals, music, sound);
      return false;
    }
    if (vocals != null && (music == null || random.nextBoolean())) {
      replay.addSegment(random, vocals, sound[0], true);
      return replay.addAccompaniment(random, sound);
    }
    if (music != null) {
      replay.addSegment(random, music, sound[1], false);
      replay.addVocals(random, sound);
    }
    return false;
  }

  private boolean negative(SplittableRandom random, PcmFile music, float[][][] sound) {
    replay.addSegment(random, music, sound[1], false);
    if (!(random.nextDouble() < ALONE)) {
      replay.addVocals(random, sound);
    }
    return false;
  }
}
