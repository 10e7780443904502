package dev.isolator.live.device;

import java.util.concurrent.atomic.AtomicLong;

/// A ring of samples between two threads, without locks: one writes, the other reads. Neither
/// allocates or waits.
public final class BlockRing {
  private final float[][] samples;
  private final int mask;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();

  /// @param channels 1 or more
  /// @param frames that it holds, at least; rounded up to a power of two, at most 2^24
  public BlockRing(int channels, int frames) {
    if (frames < 1 || frames > 1 << 24) {
      throw new IllegalArgumentException(
          "frames must be from 1 to %d, was %d".formatted(1 << 24, frames));
    }
    int size = frames == 1 ? 1 : Integer.highestOneBit(frames - 1) << 1;
    this.samples = new float[channels][size];
    this.mask = size - 1;
  }

  /// Frames that it holds at the most.
  public int capacity() {
    return mask + 1;
  }

  /// Frames that can be read. Any thread; exact for the one that reads.
  public int available() {
    return (int) (written.getAcquire() - read.getAcquire());
  }

  /// Frames that can be written. Any thread; exact for the one that writes.
  public int room() {
    return capacity() - available();
  }

  /// Writes as many frames of a block as there is room for. The writing thread.
  ///
  /// @param block `[channels][≥ from + frames]`
  /// @return frames written
  public int write(float[][] block, int from, int frames) {
    int taken = Math.min(frames, room());
    long at = written.getPlain();
    for (int channel = 0; channel < samples.length; channel++) {
      for (int i = 0; i < taken; i++) {
        samples[channel][(int) (at + i) & mask] = block[channel][from + i];
      }
    }
    written.setRelease(at + taken);
    return taken;
  }

  /// Reads as many frames as there are. The reading thread.
  ///
  /// @param block `[channels][≥ from + frames]`
  /// @return frames read
  public int read(float[][] block, int from, int frames) {
    int taken = Math.min(frames, available());
    long at = read.getPlain();
    for (int channel = 0; channel < samples.length; channel++) {
      for (int i = 0; i < taken; i++) {
        block[channel][from + i] = samples[channel][(int) (at + i) & mask];
      }
    }
    read.setRelease(at + taken);
    return taken;
  }
}
