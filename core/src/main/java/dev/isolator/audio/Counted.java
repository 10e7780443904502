package dev.isolator.audio;

/// A count and its noun, as messages say it: `1 frame`, `2 frames`.
public final class Counted {
  private Counted() {}

  /// A count with a noun whose plural ends in -s.
  public static String of(long count, String noun) {
    return of(count, noun, noun + "s");
  }

  /// A count with a noun whose plural is its own.
  public static String of(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  static String frames(long count) {
    return of(count, "frame");
  }

  static String channels(long count) {
    return of(count, "channel");
  }
}
