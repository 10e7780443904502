package dev.isolator.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The built-in models' files, for tests that change or lose one of them.
final class BuiltInFiles {
  private static final String RESOURCES = "dev/isolator/models/";

  private BuiltInFiles() {}

  /// Copies a file of a built-in model.
  ///
  /// @param name such as `live-vocals-3.onnx`
  /// @return `file`
  static Path copy(String name, Path file) throws IOException {
    var loader = Objects.requireNonNull(ModelCatalogue.class.getClassLoader());
    try (var in = loader.getResourceAsStream(RESOURCES + name)) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    return file;
  }
}
