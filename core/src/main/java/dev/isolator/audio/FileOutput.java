package dev.isolator.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The bytes of a file that is being written. What the file system refuses comes out as an
/// [AudioException] that names the file and a way out.
final class FileOutput implements AutoCloseable {
  private final FileChannel channel;
  private final String name;

  private FileOutput(FileChannel channel, String name) {
    this.channel = channel;
    this.name = name;
  }

  /// Opens a file, and empties it if it exists.
  ///
  /// @param name what the user calls it
  static FileOutput create(Path file, String name) throws AudioException {
    try {
      return new FileOutput(
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE),
          name);
    } catch (IOException e) {
      throw AudioException.unwritable(name, e);
    }
  }

  /// What the user calls the file.
  String name() {
    return name;
  }

  /// Writes all of `bytes` where the last write ended.
  void write(ByteBuffer bytes) throws AudioException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw AudioException.unwritable(name, e);
    }
  }

  long position() throws AudioException {
    try {
      return channel.position();
    } catch (IOException e) {
      throw AudioException.unwritable(name, e);
    }
  }

  void position(long position) throws AudioException {
    try {
      channel.position(position);
    } catch (IOException e) {
      throw AudioException.unwritable(name, e);
    }
  }

  long size() throws AudioException {
    try {
      return channel.size();
    } catch (IOException e) {
      throw AudioException.unwritable(name, e);
    }
  }

  /// Returns when all bytes are on the disk.
  void force() throws AudioException {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw AudioException.unwritable(name, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // What matters was forced to the disk before; an unfinished file is removed by its owner.
    }
  }
}
