package dev.isolator.train.loop;

import dev.isolator.train.data.Mix;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the batch whose loss was not a number into the run's folder, for inspection: one file for
/// each mix, in raw big-endian single precision, stems, then channels, then samples.
final class BatchDump {
  private BatchDump() {}

  /// Writes a batch.
  ///
  /// @return the folder written
  static Path write(Path run, long step, Mix[] batch) throws IOException {
    Path folder = Files.createDirectories(run.resolve("bad-batch-" + step));
    for (int i = 0; i < batch.length; i++) {
      Path file = folder.resolve("mix-%02d.f32".formatted(i));
      try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
        for (float[][] stem : batch[i].stems()) {
          for (float[] channel : stem) {
            for (float x : channel) {
              out.writeFloat(x);
            }
          }
        }
      }
    }
    return folder;
  }
}
