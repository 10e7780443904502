package dev.isolator.audio;

import java.io.IOException;

/// Where the bytes of a song come from, read from front to end.
@FunctionalInterface
interface ByteSource {
  /// Reads some bytes; less than 1 at the end.
  int read(byte[] into, int at, int most) throws IOException;
}
