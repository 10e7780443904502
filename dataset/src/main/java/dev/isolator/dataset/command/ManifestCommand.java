package dev.isolator.dataset.command;

import dev.isolator.audio.Counted;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.manifest.DataFolder;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator dataset manifest`: writes the manifest of folders of collected audio.
@Command(
    name = "manifest",
    header = "Write the manifest of folders of collected audio.",
    description =
        "A folder holds split.tsv and LICENCES.md, and any of multitrack/, evaluation/, voices/ (with clips.tsv), instrumental/ (with index.tsv) and midi/. Several folders become one manifest.")
final class ManifestCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "The folders.")
  private List<Path> folders = List.of();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The manifest; its paths are relative to its folder.")
  private Path output = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    Path place = output.toAbsolutePath().getParent();
    if (place != null) {
      Files.createDirectories(place);
    }
    var entries = new TreeMap<String, Entry>();
    for (Path folder : folders) {
      for (Entry entry : DataFolder.entries(folder, place == null ? Path.of("") : place)) {
        if (entries.put(entry.id(), entry) != null) {
          throw new CommandException(
              ExitCode.UNREADABLE,
              "%s: holds %s, which another folder holds too; rename one, or give each folder once"
                  .formatted(folder, entry.id()));
        }
      }
    }
    ManifestFile.write(output, entries.values());
    spec.commandLine()
        .getOut()
        .printf("%s: %s%n", output, Counted.of(entries.size(), "entry", "entries"));
    return 0;
  }
}
