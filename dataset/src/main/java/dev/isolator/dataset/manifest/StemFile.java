package dev.isolator.dataset.manifest;

/// The audio file of one stem.
///
/// @param path relative to the manifest, with `/`
/// @param sha256 of the whole file, 64 hexadecimal digits, or empty if not known
/// @param start start of the stem in the file, in seconds
/// @param duration duration of the stem, in seconds
public record StemFile(String path, String sha256, double start, double duration) {}
