package dev.isolator.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A song that is read from a path which is no regular file: a named pipe, `/dev/stdin`, what a
/// shell's `<(…)` stands for. It is read once, from its beginning to its end, as a pipe is.
public final class NamedPipe implements AudioSource {
  private final InputStream stream;
  private final AudioSource song;

  private NamedPipe(InputStream stream, AudioSource song) {
    this.stream = stream;
    this.song = song;
  }

  /// Whether a path must be read so: it exists, and is neither a file nor a folder.
  public static boolean is(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /// Opens it, which waits until somebody writes into it.
  ///
  /// @throws AudioException if it cannot be read, is not sound, is broken, or goes past a limit
  public static NamedPipe open(Path path, DecodeLimits limits) throws AudioException {
    InputStream stream;
    try {
      stream = Files.newInputStream(path);
    } catch (IOException e) {
      throw new AudioException(
          AudioException.Kind.UNREADABLE,
          path.toString(),
          "could not be opened (%s); check who may read it".formatted(AudioException.reason(e)),
          e);
    }
    boolean open = false;
    try {
      var pipe = new NamedPipe(stream, Decoder.open(stream, path.toString(), limits));
      open = true;
      return pipe;
    } finally {
      if (!open) {
        close(stream);
      }
    }
  }

  @Override
  public AudioInfo info() {
    return song.info();
  }

  @Override
  public Tags tags() {
    return song.tags();
  }

  @Override
  public int read(float[][] block, int frames) throws AudioException {
    return song.read(block, frames);
  }

  @Override
  public long nonFiniteSamples() {
    return song.nonFiniteSamples();
  }

  @Override
  public List<String> notes() {
    return song.notes();
  }

  @Override
  public void close() {
    song.close();
    close(stream);
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // It was only read; its writer is told by the system.
    }
  }
}
