package dev.isolator.dataset.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The folder that a command writes to; made if need be.
final class FolderOption {
  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for what is made.")
  private Path folder = Path.of("");

  Path make() throws IOException {
    return Files.createDirectories(folder);
  }
}
