package dev.isolator.dataset.pair;

/// One bell of an equaliser.
///
/// @param hertz of its top
/// @param decibels at its top; negative for a dip
/// @param quality Bristow-Johnson's Q: at 1 the bell is about an octave and a half wide
public record Bell(double hertz, double decibels, double quality) {}
