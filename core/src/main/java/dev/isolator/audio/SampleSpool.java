package dev.isolator.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Samples of a song in a temporary file, for what has to hear the song twice: written once from
/// its beginning to its end, then read in the same way. 4 bytes a sample; memory is one block.
///
/// The file has no name from the moment it is open (on Windows: the system removes it with the
/// process), so that a killed program leaves none. It is made with the first samples. One thread at
/// a time.
public final class SampleSpool implements AutoCloseable {
  private static final int BLOCK_FRAMES = 4096;

  private final int channels;
  private final ByteBuffer bytes;
  private @Nullable FileChannel channel;

  /// @param channels of the song, 1 or more
  public SampleSpool(int channels) {
    this.channels = channels;
    this.bytes =
        ByteBuffer.allocateDirect(channels * BLOCK_FRAMES * Float.BYTES)
            .order(ByteOrder.nativeOrder());
  }

  /// Channels of the song.
  public int channels() {
    return channels;
  }

  /// Puts frames behind those that are there.
  ///
  /// @param block `[channels][≥ frames]`
  public void append(float[][] block, int frames) throws AudioException {
    var folder = Path.of(System.getProperty("java.io.tmpdir", "."));
    try {
      for (int from = 0; from < frames; from += BLOCK_FRAMES) {
        bytes.clear();
        int to = Math.min(frames, from + BLOCK_FRAMES);
        for (int i = from; i < to; i++) {
          for (float[] samples : block) {
            bytes.putFloat(samples[i]);
          }
        }
        bytes.flip();
        while (bytes.hasRemaining()) {
          file(folder).write(bytes);
        }
      }
    } catch (IOException e) {
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          "the song",
          "has to be heard twice by this model, and could not be copied to %s (%s); name a folder with room in TMPDIR"
              .formatted(folder, AudioException.reason(e)),
          e);
    }
  }

  private FileChannel file(Path folder) throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open =
          FileChannel.open(
              Files.createTempFile(folder, "isolator-song-", null),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      channel = open;
    }
    return open;
  }

  /// Goes back to the first frame, to read.
  public void rewind() throws AudioException {
    try {
      if (channel != null) {
        channel.position(0);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// Reads the next frames.
  ///
  /// @param block `[channels][≥ frames]`, overwritten from index 0
  /// @return frames read; 0 at the song's end
  public int read(float[][] block, int frames) throws AudioException {
    FileChannel open = channel;
    if (open == null) {
      return 0;
    }
    int most = Math.min(frames, BLOCK_FRAMES);
    try {
      bytes.clear().limit(most * channels * Float.BYTES);
      int n = 0;
      while (bytes.hasRemaining() && n >= 0) {
        n = open.read(bytes);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    bytes.flip();
    int got = bytes.remaining() / (channels * Float.BYTES);
    for (int i = 0; i < got; i++) {
      for (int c = 0; c < channels; c++) {
        block[c][i] = bytes.getFloat();
      }
    }
    return got;
  }

  private static AudioException unreadable(IOException e) {
    return new AudioException(
        AudioException.Kind.UNREADABLE,
        "the song",
        "was copied to a temporary file, which cannot be read back (%s); check the disk"
            .formatted(AudioException.reason(e)),
        e);
  }

  @Override
  public void close() {
    FileChannel open = channel;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("a temporary file cannot be closed", e);
      }
    }
  }
}
