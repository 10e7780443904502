package dev.isolator.dataset.manifest;

/// One clip inside a voice's file.
///
/// @param start seconds from the start of the file
/// @param end seconds from the start of the file, greater than `start`
/// @param speaker who is heard, where a file holds several people; empty where it holds one
public record ClipSpan(double start, double end, String speaker) {
  /// A clip of a file with one voice.
  public ClipSpan(double start, double end) {
    this(start, end, "");
  }
}
