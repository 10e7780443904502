package dev.isolator.mask;

/// A step that makes a frame's masks from those of the frames around it.
interface MaskFilter {
  /// Frames before a frame that it looks at.
  int back();

  /// Frames after a frame that it looks at.
  int ahead();

  /// Makes a frame's masks. Allocates nothing.
  ///
  /// @param around masks of the frames `t − back` to `t + ahead`, `[back + 1 + ahead][stems without
  ///   the last][bins]`; before the song's first frame and after its last those are repeated
  /// @param out masks of frame `t`, `[stems without the last][bins]`, overwritten
  void filter(float[][][] around, float[][] out);
}
