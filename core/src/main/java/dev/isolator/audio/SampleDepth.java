package dev.isolator.audio;

/// How finely a file stores amplitudes. Inside Isolator every sample is a float of full scale ±1.0;
/// the depth says how it was stored before, and how it will be written.
public enum SampleDepth {
  U8(8),
  S16(16),
  S24(24),
  S32(32),
  F32(32),
  F64(64);

  private final int bits;

  SampleDepth(int bits) {
    this.bits = bits;
  }

  /// Bits a sample.
  public int bits() {
    return bits;
  }

  /// Whether amplitudes are integers, which cannot go over full scale.
  public boolean isInteger() {
    return this != F32 && this != F64;
  }
}
