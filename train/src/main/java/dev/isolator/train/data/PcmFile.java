package dev.isolator.train.data;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// Decoded sound on disk, mapped into memory: left and right in turn, 16 bits each, little-endian,
/// 44.1 kHz, no header. Any thread; the operating system keeps in memory what is used.
public final class PcmFile {
  /// Of every file in the cache, in Hz.
  public static final int SAMPLE_RATE = 44_100;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment samples;

  private PcmFile(MemorySegment samples) {
    this.samples = samples;
  }

  /// Maps a file; it must not be changed from now on.
  public static PcmFile open(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new PcmFile(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
    }
  }

  /// A part of this file as a file of its own.
  ///
  /// @param startSeconds into this one
  /// @param durationSeconds cut where this one ends
  PcmFile part(double startSeconds, double durationSeconds) {
    long first = Math.clamp(Math.round(startSeconds * SAMPLE_RATE), 0, frames());
    long count = Math.clamp(Math.round(durationSeconds * SAMPLE_RATE), 0, frames() - first);
    return new PcmFile(samples.asSlice(4 * first, 4 * count));
  }

  /// Whether all of it is zero; reads the whole file.
  boolean silent() {
    for (long i = 0; i < 2 * frames(); i++) {
      if (samples.get(SHORT, 2 * i) != 0) {
        return false;
      }
    }
    return true;
  }

  /// A text that two files share only if their samples are equal; reads the whole file.
  String fingerprint() {
    var crc = new CRC32C();
    long done = 0;
    while (done < samples.byteSize()) {
      long n = Math.min(samples.byteSize() - done, 1 << 26);
      crc.update(samples.asSlice(done, n).asByteBuffer());
      done += n;
    }
    return "%d frames, CRC-32C %08x".formatted(frames(), crc.getValue());
  }

  /// Share of the samples that lie at full scale, in runs of four and more; reads the whole file.
  double clippedShare() {
    long clipped = 0;
    for (int c = 0; c < 2; c++) {
      int run = 0;
      for (long i = 0; i < frames(); i++) {
        short x = samples.get(SHORT, 4 * i + 2L * c);
        run = x == Short.MAX_VALUE || x == Short.MIN_VALUE ? run + 1 : 0;
        clipped += run == 4 ? 4 : run > 4 ? 1 : 0;
      }
    }
    return (double) clipped / Math.max(1, 2 * frames());
  }

  /// Samples per channel.
  public long frames() {
    return samples.byteSize() / 4;
  }

  /// Adds a segment times a gain to `into`; outside of the file there is silence.
  ///
  /// @param start first frame, may be negative
  /// @param into `[2][n]`
  public void addTo(float[][] into, long start, float gain) {
    int n = into[0].length;
    float scale = gain * 0x1p-15f;
    int first = Math.clamp(-start, 0, n);
    int last = Math.clamp(frames() - start, first, n);
    for (int i = first; i < last; i++) {
      long at = (start + i) * 4;
      into[0][i] += samples.get(SHORT, at) * scale;
      into[1][i] += samples.get(SHORT, at + 2) * scale;
    }
  }

  /// A segment; outside of the file there is silence.
  ///
  /// @return `[2][n]`
  public float[][] read(long start, int n) {
    var block = new float[2][n];
    addTo(block, start, 1);
    return block;
  }
}
