package dev.isolator.model;

/// How far around a frame a network looks for its mask.
///
/// @param lookBackFrames frames before a frame that its mask depends on, 0 or more
/// @param lookAheadFrames frames after a frame that its mask depends on, 0 or more
/// @param frameMultiple places of a song where the network may begin are multiples of it, 1 or more
public record Reach(int lookBackFrames, int lookAheadFrames, int frameMultiple) {
  /// The look-back, rounded up to a multiple of [#frameMultiple()].
  public int haloBack() {
    return roundUp(lookBackFrames, frameMultiple);
  }

  /// The look-ahead and some frames more, rounded up to a multiple of [#frameMultiple()].
  public int haloAhead(int moreFrames) {
    return roundUp(lookAheadFrames + moreFrames, frameMultiple);
  }

  static int roundUp(int value, int multiple) {
    return Math.ceilDiv(value, multiple) * multiple;
  }
}
