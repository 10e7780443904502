package dev.isolator.learn.gate;

/// A law of the library, checked on a candidate.
///
/// @param law in a few words
/// @param asked the limit
/// @param found the figure
/// @param holds whether it is kept
public record LawCheck(String law, String asked, String found, boolean holds) {}
