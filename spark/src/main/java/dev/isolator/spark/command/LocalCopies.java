package dev.isolator.spark.command;

import dev.isolator.spark.store.HadoopFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/// Files of any file system, on this machine: those that are here already where they are, others as
/// copies that are removed at the end.
final class LocalCopies implements AutoCloseable {
  private final Configuration configuration;
  private final List<Path> copies = new ArrayList<>();

  LocalCopies(Configuration configuration) {
    this.configuration = configuration;
  }

  /// The file behind a path or URI.
  Path of(String pathOrUri) throws IOException {
    if (Files.exists(Path.of(pathOrUri)) || !pathOrUri.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      return Path.of(pathOrUri); // whoever opens it says what is the matter with it
    }
    var from = HadoopFiles.qualified(pathOrUri, configuration);
    if ("file".equals(from.toUri().getScheme())) {
      return Path.of(from.toUri());
    }
    Path folder = Files.createTempDirectory("isolator-catalogue-");
    Path copy = folder.resolve(from.getName());
    copies.add(copy);
    HadoopFiles.fetch(from, copy, Long.MAX_VALUE, configuration);
    return copy;
  }

  @Override
  public void close() throws IOException {
    for (Path copy : copies) {
      Files.deleteIfExists(copy);
      Path folder = copy.getParent();
      if (folder != null) {
        Files.deleteIfExists(folder);
      }
    }
  }
}
