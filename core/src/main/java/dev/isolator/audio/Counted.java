package dev.isolator.audio;

/// A count and its noun, in a message.
final class Counted {
  private Counted() {}

  /// Such as `1 frame`, `2 frames`.
  ///
  /// @param noun whose plural ends in -s
  static String of(long count, String noun) {
    return count + " " + (count == 1 ? noun : noun + "s");
  }

  static String frames(long count) {
    return of(count, "frame");
  }
}
