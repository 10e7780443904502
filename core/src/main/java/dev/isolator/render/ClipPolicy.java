package dev.isolator.render;

/// What happens when a stem goes over full scale, which two stems of a loud song often do: where
/// the voice pulls the sum down, the music alone is louder than the mix.
public enum ClipPolicy {
  /// What goes over is cut off at full scale; how many samples is reported.
  SATURATE,
  /// All stems of the song are turned down by one common gain, so that they keep their balance and
  /// still sum to the (turned down) song. Files of 32-bit float hold what goes over and are not
  /// turned down. The default.
  GAIN,
  /// Nothing is cut or turned down: wav is written as 32-bit float, and lossy encoders are handed
  /// what goes over. Not for flac, which holds integers only.
  FLOAT
}
