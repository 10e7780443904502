package dev.isolator.dataset.pair;

/// A segment of the vocals and its lag in the mix.
///
/// @param fromSeconds start in the vocals, by their own clock
/// @param toSeconds end in the vocals
/// @param lagSeconds mix time minus vocal time; from [CoarseSearch] to about 50 ms, from [ClockFit]
///   to a fraction of a sample
/// @param strength correlation at that lag, in standard deviations of unrelated signals
record AlignedSegment(double fromSeconds, double toSeconds, double lagSeconds, double strength) {}
