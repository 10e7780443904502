package dev.isolator;

/// Hears how far a song is. Called on the thread that runs the separation, about ten times a second
/// at most; what it throws ends the separation.
@FunctionalInterface
public interface ProgressListener {
  /// Hears nothing.
  ProgressListener NONE = progress -> {};

  /// Called when more of the song is done.
  void progressed(Progress progress);
}
