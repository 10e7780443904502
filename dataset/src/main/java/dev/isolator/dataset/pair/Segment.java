package dev.isolator.dataset.pair;

/// A stretch of the mix that the vocals cover with one offset.
///
/// @param startSeconds where it starts in the mix
/// @param endSeconds where it ends in the mix
/// @param offsetSeconds where in the mix the vocals' first sample would lie if the whole of them
///   had this offset
public record Segment(double startSeconds, double endSeconds, double offsetSeconds) {}
