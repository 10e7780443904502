package dev.isolator.dataset.pair;

/// A segment of the mix in which the vocals have one constant offset.
///
/// @param startSeconds where it starts in the mix
/// @param endSeconds where it ends in the mix
/// @param offsetSeconds time in the mix at which the vocals' first sample would lie if this offset
///   held for the whole file
public record MixSegment(double startSeconds, double endSeconds, double offsetSeconds) {}
