package dev.isolator.render;

import java.nio.file.Path;

/// One file that was written.
///
/// @param stem the stem's name, or the remix's
/// @param remix whether it is a remix
/// @param path where it is
/// @param frames samples per channel, at the song's rate
/// @param peakDbfs the loudest sample, in dB of full scale, after the gain; −∞ = silence
/// @param gainDb the gain that was applied, 0 or less
public record RenderedFile(
    String stem, boolean remix, Path path, long frames, double peakDbfs, double gainDb) {}
