package dev.isolator.train.data;

import dev.isolator.train.file.PartFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes a [PcmFile]: beside its place, and moved there when it is complete.
final class PcmWriter implements AutoCloseable {
  private final Path file;
  private final Path temporary;
  private final OutputStream out;
  private byte[] bytes = new byte[0];
  private boolean complete;

  PcmWriter(Path file) throws IOException {
    this.file = file;
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    temporary = PartFile.beside(file);
    out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
  }

  /// Appends `n` frames; amplitudes beyond full scale are cut there.
  void write(float[] left, float[] right, int n) throws IOException {
    if (bytes.length < 4 * n) {
      bytes = new byte[4 * n];
    }
    for (int i = 0; i < n; i++) {
      put(4 * i, left[i]);
      put(4 * i + 2, right[i]);
    }
    out.write(bytes, 0, 4 * n);
  }

  private void put(int at, float amplitude) {
    int step = Math.clamp(Math.round(amplitude * 0x1p15f), Short.MIN_VALUE, Short.MAX_VALUE);
    bytes[at] = (byte) step;
    bytes[at + 1] = (byte) (step >> 8);
  }

  /// Declares the file complete: closing moves it to its place.
  void complete() {
    complete = true;
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
      if (complete) {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
