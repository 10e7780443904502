package dev.isolator.server.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/// Chunks that lie in objects of their own, read one after the other.
final class ChunkStream extends InputStream {
  private final Iterator<Chunk> chunks;
  private final Source source;
  private InputStream open = InputStream.nullInputStream();
  private long from;

  /// A chunk.
  ///
  /// @param object where it is
  /// @param at its place in the whole
  record Chunk(String object, long at, long bytes) {}

  /// Opens an object.
  @FunctionalInterface
  interface Source {
    /// Reads it from a byte on.
    InputStream open(String object, long from) throws IOException;
  }

  /// @param from the first byte that is read
  ChunkStream(List<Chunk> chunks, long from, Source source) {
    this.chunks = chunks.stream().filter(chunk -> chunk.at() + chunk.bytes() > from).iterator();
    this.from = from;
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      int n = open.read(bytes, offset, length);
      if (n >= 0) {
        return n;
      }
      open.close();
      if (!chunks.hasNext()) {
        open = InputStream.nullInputStream();
        return -1;
      }
      Chunk next = chunks.next();
      open = source.open(next.object(), Math.max(0, from - next.at()));
      from = next.at() + next.bytes();
    }
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
