package dev.isolator.render;

/// Dither: noise of triangular density, from −1 to +1 step, that is added before rounding. It makes
/// the rounding error's mean and power independent of the sound: soft fades end in even noise and
/// not in distortion.
///
/// The noise of a frame is a hash of seed, stem, channel and frame: the same in any order, for any
/// block size, and after a seek. Allocates nothing.
///
/// Source: Lipshitz, Wannamaker and Vanderkooy, *Quantization and dither: a theoretical survey*, J.
/// Audio Eng. Soc. 40(5), 1992: two uniform noises suffice for the first two moments. The hash is
/// the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
final class TpdfDither {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double TWO_TO_MINUS_32 = 0x1p-32;

  private final long key;

  /// @param pass 0 for the first writing, 1 for the one after a common gain: noise that was there
  ///   before is not added a second time
  TpdfDither(long seed, int stem, int channel, int pass) {
    key = mix(mix(mix(mix(seed + GOLDEN) + stem) + channel) + pass);
  }

  /// The noise of one frame in steps, −1 to 1, triangular around 0.
  double at(long frame) {
    long bits = mix(key + frame * GOLDEN);
    return ((bits >>> 32) - (bits & 0xFFFF_FFFFL)) * TWO_TO_MINUS_32;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
