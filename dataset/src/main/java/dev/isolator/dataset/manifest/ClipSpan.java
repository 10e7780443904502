package dev.isolator.dataset.manifest;

/// One clip inside a voice's file.
///
/// @param start seconds into the file
/// @param end seconds into the file, past `start`
public record ClipSpan(double start, double end) {}
