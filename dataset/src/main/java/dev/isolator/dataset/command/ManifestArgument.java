package dev.isolator.dataset.command;

import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/// The manifest that a command reads.
final class ManifestArgument {
  @Parameters(paramLabel = "MANIFEST", description = "The manifest, .jsonl.")
  private Path file = Path.of("");

  Manifest read() throws IOException {
    return ManifestFile.read(file);
  }
}
