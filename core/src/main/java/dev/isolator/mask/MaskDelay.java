package dev.isolator.mask;

/// Runs a [MaskFilter] over a song's frames, as a stream: what comes out lags [MaskFilter#ahead()]
/// frames behind. One song and one channel, one thread.
final class MaskDelay {
  private final MaskFilter filter;
  private final int length;

  /// Masks of frame `t` at `t` modulo the length, `[length][stems][bins]`.
  private final float[][][] ring;

  private final float[][][] around;
  private long added;
  private long given;
  private boolean finished;

  MaskDelay(MaskFilter filter, int stems, int bins) {
    this.filter = filter;
    this.length = filter.back() + 1 + filter.ahead();
    this.ring = new float[length][stems][bins];
    this.around = new float[length][][];
  }

  /// Adds the next frame's masks, `[stems][bins]`; [#next] must have said false before.
  void add(float[][] masks) {
    float[][] place = ring[(int) (added % length)];
    for (int stem = 0; stem < place.length; stem++) {
      System.arraycopy(masks[stem], 0, place[stem], 0, place[stem].length);
    }
    added++;
  }

  /// No more frames come.
  void finish() {
    finished = true;
  }

  /// Makes the next frame's masks.
  ///
  /// @param out `[stems][bins]`, overwritten if there is one
  /// @return false if more frames must be added first, or there are no more
  boolean next(float[][] out) {
    if (given == added || (!finished && given + filter.ahead() >= added)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      long frame = Math.clamp(given + i - filter.back(), 0, added - 1);
      around[i] = ring[(int) (frame % length)];
    }
    filter.filter(around, out);
    given++;
    return true;
  }
}
