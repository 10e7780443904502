package dev.isolator.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A temporary copy of a pipe that has to be read out of order. It has no name from the moment it
/// is open (on Windows: the system removes it with the process), so that a killed program leaves
/// none.
record Spool(FileChannel channel) implements AutoCloseable {
  private static final int BLOCK_BYTES = 1 << 16;

  /// Copies the whole stream.
  ///
  /// @param most bytes, the limit `maxSpoolBytes`
  static Spool of(String name, InputStream stream, long most) throws IOException {
    var folder = Path.of(System.getProperty("java.io.tmpdir", "."));
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              Files.createTempFile("isolator-pipe-", null),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw noRoom(name, folder, e);
    }
    try {
      copy(name, stream, channel, folder, most);
      return new Spool(channel);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static void copy(
      String name, InputStream stream, FileChannel channel, Path folder, long most)
      throws IOException {
    var block = new byte[BLOCK_BYTES];
    long copied = 0;
    for (int n; (n = stream.readNBytes(block, 0, block.length)) > 0; copied += n) {
      if (copied + n > most) {
        throw new AudioException(
            AudioException.Kind.LIMIT,
            name,
            "is a pipe that has to be read out of order and has more than %s (maxSpoolBytes); give the file itself"
                .formatted(Counted.of(most, "byte")));
      }
      try {
        for (var buffer = ByteBuffer.wrap(block, 0, n); buffer.hasRemaining(); ) {
          channel.write(buffer);
        }
      } catch (IOException e) {
        throw noRoom(name, folder, e);
      }
    }
  }

  private static AudioException noRoom(String name, Path folder, IOException e) {
    return new AudioException(
        AudioException.Kind.UNWRITABLE,
        name,
        "is a pipe that has to be read out of order, and could not be copied to %s (%s); give the file itself, or name a folder with room in TMPDIR"
            .formatted(folder, AudioException.reason(e)),
        e);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
