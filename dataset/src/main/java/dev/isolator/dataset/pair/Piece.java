package dev.isolator.dataset.pair;

/// A stretch of the vocals and roughly where the mix has it.
///
/// @param fromSeconds start in the vocals, by their own clock
/// @param toSeconds end in the vocals
/// @param lagSeconds mix time less vocal time, to about 50 ms
/// @param strength the evidence, in standard deviations of chance
record Piece(double fromSeconds, double toSeconds, double lagSeconds, double strength) {}
