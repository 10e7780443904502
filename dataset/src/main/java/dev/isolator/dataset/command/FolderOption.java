package dev.isolator.dataset.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The folder that a command writes to; it is created if it does not exist.
final class FolderOption {
  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Output folder; created if it does not exist.")
  private Path folder = Path.of("");

  Path make() throws IOException {
    return Files.createDirectories(folder);
  }
}
