package dev.isolator.render;

/// What happens when a file that is to be written exists.
public enum OverwritePolicy {
  /// Nothing is written, and an error names the file. The default.
  REFUSE,
  /// The new files take the old ones' place, all at once, when they are complete.
  OVERWRITE,
  /// Files that exist stay as they are; those that are missing are written.
  SKIP
}
