package dev.isolator.train.data;

import dev.isolator.file.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a [PcmFile], which appears when it is complete.
final class PcmWriter implements AutoCloseable {
  private final AtomicFile file;
  private final OutputStream out;
  private byte[] bytes = new byte[0];
  private boolean complete;

  PcmWriter(Path target) throws IOException {
    Files.createDirectories(AtomicFile.folderOf(target));
    file = AtomicFile.beside(target);
    out = new BufferedOutputStream(Files.newOutputStream(file.temporary()), 1 << 16);
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

  /// Declares the file complete: closing gives it its name.
  void complete() {
    complete = true;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      out.close();
      if (complete) {
        file.replace();
      }
    }
  }
}
