package dev.isolator.audio;

/// Frames of compressed sound that are missing before another.
///
/// @param count 0 for none
/// @param estimated whether frames around are of different lengths, so that it may be another
///   number
record LostFrames(int count, boolean estimated) {
  static final LostFrames NONE = new LostFrames(0, false);

  static LostFrames of(long count, boolean estimated) {
    return count <= 0 ? NONE : new LostFrames((int) Math.min(count, Integer.MAX_VALUE), estimated);
  }

  LostFrames plus(LostFrames more) {
    return of((long) count + more.count, estimated || more.estimated);
  }
}
