package dev.isolator.dataset.manifest;

/// The audio file of one stem.
///
/// @param path relative to the manifest, with `/`
/// @param sha256 of the whole file, 64 hexadecimal digits, or empty if not known
/// @param start seconds into the file at which the stem starts
/// @param duration seconds of it that count; 0 if not known: to the end of the file
public record StemFile(String path, String sha256, double start, double duration) {}
