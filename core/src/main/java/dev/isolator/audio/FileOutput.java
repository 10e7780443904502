package dev.isolator.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
      throw unwritable(name, e);
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
      throw unwritable(name, e);
    }
  }

  long position() throws AudioException {
    try {
      return channel.position();
    } catch (IOException e) {
      throw unwritable(name, e);
    }
  }

  void position(long position) throws AudioException {
    try {
      channel.position(position);
    } catch (IOException e) {
      throw unwritable(name, e);
    }
  }

  long size() throws AudioException {
    try {
      return channel.size();
    } catch (IOException e) {
      throw unwritable(name, e);
    }
  }

  /// Returns when all bytes are on the disk.
  void force() throws AudioException {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw unwritable(name, e);
    }
  }

  /// Says why a file cannot be written, and what to do.
  static AudioException unwritable(String name, IOException e) {
    var reason =
        e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : text(e);
    var lower = reason.toLowerCase(java.util.Locale.ROOT);
    String what;
    if (lower.contains("no space")
        || lower.contains("not enough space")
        || lower.contains("quota")) {
      what = "cannot be written: the disk is full; free some space or choose another output folder";
    } else if (lower.contains("file too large")) {
      what =
          "cannot be written: the file system holds no file of that size; choose another output"
              + " folder or a smaller format";
    } else if (lower.contains("name too long")) {
      what = "cannot be written: the name is too long for this file system; choose a shorter one";
    } else if (e instanceof AccessDeniedException || lower.contains("permission denied")) {
      what = "cannot be written: no permission; choose another output folder";
    } else if (lower.contains("read-only")) {
      what = "cannot be written: the file system is read-only; choose another output folder";
    } else if (e instanceof NoSuchFileException) {
      what = "cannot be written: its folder is not there; make it or choose another";
    } else {
      what = "cannot be written (%s); choose another output folder".formatted(reason);
    }
    return new AudioException(AudioException.Kind.UNWRITABLE, name, what, e);
  }

  private static String text(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
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
