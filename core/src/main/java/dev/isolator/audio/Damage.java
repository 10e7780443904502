package dev.isolator.audio;

/// What was wrong with a song that could be decoded all the same.
///
/// @param packets pieces of compressed sound that could not be decoded; each came out as silence of
///   its length, so that what follows stays in place
/// @param missingFrames frames that the header promised and the file does not have; above 0 only
///   with [DecodeLimits.Truncation#ALLOW]
public record Damage(long packets, long missingFrames) {
  public static final Damage NONE = new Damage(0, 0);
}
