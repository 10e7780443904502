package dev.isolator.live.device;

import dev.isolator.audio.Pcm;
import java.nio.ByteBuffer;

/// Signed little-endian samples of 16 or 24 bits, interleaved, and floats.
final class JavaSoundSamples {
  private JavaSoundSamples() {}

  /// @param bytes `frames * channels` samples, in little-endian order
  /// @param block `[channels][≥ frames]`, overwritten
  static void toFloat(ByteBuffer bytes, int bits, float[][] block, int frames) {
    for (int i = 0; i < frames; i++) {
      for (float[] channel : block) {
        channel[i] =
            bits == 16
                ? bytes.getShort() / (float) Pcm.FULL_SCALE_16
                : ((bytes.get() & 0xFF) | ((bytes.get() & 0xFF) << 8) | (bytes.get() << 16))
                    / (float) Pcm.FULL_SCALE_24;
      }
    }
  }

  /// Rounds to the nearest step; saturates beyond ±1.0.
  ///
  /// @param bytes written from its position on
  static void fromFloat(float[][] block, int frames, int bits, ByteBuffer bytes) {
    for (int i = 0; i < frames; i++) {
      for (float[] channel : block) {
        if (bits == 16) {
          bytes.putShort((short) Pcm.nearest(channel[i], Pcm.FULL_SCALE_16));
        } else {
          int value = Pcm.nearest(channel[i], Pcm.FULL_SCALE_24);
          bytes.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
        }
      }
    }
  }
}
