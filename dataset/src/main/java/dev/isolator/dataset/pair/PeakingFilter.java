package dev.isolator.dataset.pair;

/// One peaking filter (also called a bell) of an equaliser.
///
/// @param hertz centre frequency
/// @param decibels gain at the centre frequency; negative for a cut
/// @param quality Bristow-Johnson's Q; at 1 the filter is about an octave and a half wide
public record PeakingFilter(double hertz, double decibels, double quality) {}
