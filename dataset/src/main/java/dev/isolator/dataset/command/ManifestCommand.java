package dev.isolator.dataset.command;

import dev.isolator.audio.Counted;
import dev.isolator.dataset.manifest.DataFolder;
import dev.isolator.dataset.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator dataset manifest`: writes the manifest of a folder of collected audio.
@Command(
    name = "manifest",
    header = "Write the manifest of a folder of collected audio.",
    description =
        "The folder holds split.tsv and LICENCES.md, and any of multitrack/, evaluation/, voices/ (with clips.tsv), instrumental/ (with index.tsv) and midi/.")
final class ManifestCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "The folder.")
  private Path folder = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The manifest; its paths are relative to its folder.")
  private Path output = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    Path place = output.toAbsolutePath().getParent();
    if (place != null) {
      Files.createDirectories(place);
    }
    var entries = DataFolder.entries(folder, place == null ? Path.of("") : place);
    ManifestFile.write(output, entries);
    spec.commandLine()
        .getOut()
        .printf("%s: %s%n", output, Counted.of(entries.size(), "entry", "entries"));
    return 0;
  }
}
