package dev.isolator.live.device;

import dev.isolator.audio.AudioException;

/// Writes blocks to an output that is no device such that they lie where the input lay: without the
/// frames by which they are late, and none after the input's end. To a device all is written. One
/// thread at a time.
final class OutputTrim {
  private final AudioOutput output;
  private final float[][] shifted;
  private long toDrop;
  private long written;

  /// @param blockFrames frames of a block, at the most
  /// @param latencyFrames that blocks come later than the input
  OutputTrim(AudioOutput output, int channels, int blockFrames, int latencyFrames) {
    this.output = output;
    this.shifted = new float[channels][blockFrames];
    this.toDrop = output.isRealTime() ? 0 : latencyFrames;
  }

  /// Writes a block.
  ///
  /// @param block `[channels][≥ frames]`, full scale ±1.0
  /// @param frames 0 to the largest block
  /// @param most frames that the output may have in all
  void write(float[][] block, int frames, long most) throws AudioException, DeviceException {
    int from = (int) Math.min(frames, toDrop);
    toDrop -= from;
    int kept = (int) Math.min(frames - from, most - written);
    if (kept <= 0) {
      return;
    }
    float[][] given = block;
    if (from > 0) {
      for (int channel = 0; channel < shifted.length; channel++) {
        System.arraycopy(block[channel], from, shifted[channel], 0, kept);
      }
      given = shifted;
    }
    output.write(given, kept);
    written += kept;
  }

  /// Frames that the output has.
  long written() {
    return written;
  }
}
