package dev.isolator;

import java.nio.file.Path;

/// One part of a song, as it was written.
///
/// @param name `vocals`, `music`, …, or the name of a remix
/// @param file where it is
/// @param frames samples per channel in the file
/// @param peakDbfs highest sample in the file in dB of full scale; -∞ for silence
public record Stem(String name, Path file, long frames, double peakDbfs) {}
