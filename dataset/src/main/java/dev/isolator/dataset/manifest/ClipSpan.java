package dev.isolator.dataset.manifest;

/// One clip inside a voice's file.
///
/// @param start seconds from the start of the file
/// @param end seconds from the start of the file, greater than `start`
public record ClipSpan(double start, double end) {}
