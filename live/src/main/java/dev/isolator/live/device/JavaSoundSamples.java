package dev.isolator.live.device;

import java.nio.ByteBuffer;

/// Signed little-endian samples of 16 or 24 bits, interleaved, and floats.
final class JavaSoundSamples {
  private static final float FULL_SCALE_16 = 1 << 15;
  private static final float FULL_SCALE_24 = 1 << 23;

  private JavaSoundSamples() {}

  /// @param bytes `frames * channels` samples, in little-endian order
  /// @param block `[channels][≥ frames]`, overwritten
  static void toFloat(ByteBuffer bytes, int bits, float[][] block, int frames) {
    for (int i = 0; i < frames; i++) {
      for (float[] channel : block) {
        channel[i] =
            bits == 16
                ? bytes.getShort() / FULL_SCALE_16
                : ((bytes.get() & 0xFF) | ((bytes.get() & 0xFF) << 8) | (bytes.get() << 16))
                    / FULL_SCALE_24;
      }
    }
  }

  /// Rounds to nearest; saturates beyond ±1.0.
  ///
  /// @param bytes written from its position on
  static void fromFloat(float[][] block, int frames, int bits, ByteBuffer bytes) {
    for (int i = 0; i < frames; i++) {
      for (float[] channel : block) {
        if (bits == 16) {
          int value = Math.round(channel[i] * FULL_SCALE_16);
          bytes.putShort((short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE));
        } else {
          int value = Math.clamp(Math.round(channel[i] * FULL_SCALE_24), -(1 << 23), (1 << 23) - 1);
          bytes.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
        }
      }
    }
  }
}
