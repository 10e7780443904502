package dev.isolator.dataset.command;

import dev.isolator.audio.Counted;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.download.DownloadException;
import dev.isolator.dataset.download.DownloadOptions;
import dev.isolator.dataset.download.Source;
import dev.isolator.dataset.download.SourceCatalogue;
import dev.isolator.dataset.download.SourceDownload;
import dev.isolator.dataset.manifest.DataFolder;
import dev.isolator.dataset.manifest.ManifestFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator dataset download`: fetches free recordings to train on.
@Command(
    name = "download",
    header = "Fetch free recordings to train on.",
    description =
        "Fetches packages of Debian and commits of public git repositories, checks their hashes, and lays the recordings out as a data folder with its licences and a manifest, manifest.jsonl. A run that was ended goes on where it stood. Git repositories need the program git.")
final class DownloadCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Sources to fetch, see --list. Default: all.")
  private List<String> names = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      description = "The data folder; created if it does not exist.")
  private @Nullable Path output;

  @Option(names = "--list", description = "Print the sources and fetch nothing.")
  private boolean list;

  @Option(
      names = "--debian",
      paramLabel = "ADDRESS",
      defaultValue = DownloadOptions.DEBIAN,
      description = "Mirror of Debian. Default: ${DEFAULT-VALUE}")
  private String debian = DownloadOptions.DEBIAN;

  @Option(
      names = "--mirror",
      paramLabel = "FOLDER",
      description =
          "Folder with packages (NAME_VERSION_all.deb) and git directories (NAME.git) to take instead of the network.")
  private @Nullable Path mirror;

  @Option(
      names = "--sources",
      paramLabel = "FILE",
      description = "Another catalogue of sources. Default: the one that comes with the program.")
  private @Nullable Path catalogue;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    PrintWriter out = spec.commandLine().getOut();
    var sources =
        (catalogue == null ? SourceCatalogue.builtIn() : SourceCatalogue.read(catalogue))
            .named(names);
    if (list) {
      sources.forEach(source -> out.println(line(source)));
      return 0;
    }
    if (output == null) {
      throw new CommandException(
          ExitCode.USAGE, "expected -o FOLDER, or --list to see the sources");
    }
    var failed = fetch(sources, output, out);
    Path manifest = output.resolve("manifest.jsonl");
    if (failed.size() < sources.size()) {
      var entries = DataFolder.entries(output, output);
      ManifestFile.write(manifest, entries);
      out.printf("%s: %s%n", manifest, Counted.of(entries.size(), "entry", "entries"));
    }
    if (!failed.isEmpty()) {
      throw new CommandException(
          ExitCode.UNREADABLE,
          "%d of %s could not be had: %s; run the command again, what is there stays"
              .formatted(
                  failed.size(), Counted.of(sources.size(), "source"), String.join(", ", failed)));
    }
    return 0;
  }

  /// Fetches the sources one after another; what cannot be had is told and passed over.
  ///
  /// @return names of those that could not be had
  private List<String> fetch(List<Source> sources, Path folder, PrintWriter out)
      throws IOException, CommandException {
    SourceDownload download;
    try {
      download = new SourceDownload(folder, new DownloadOptions(debian, mirror));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--debian: " + e.getMessage(), e);
    }
    var failed = new ArrayList<String>();
    for (Source source : sources) {
      try {
        out.println(source.name() + (download.run(source) ? ": done" : ": is there already"));
      } catch (DownloadException e) {
        out.println(source.name() + ": " + e.getMessage());
        failed.add(source.name());
      }
      out.flush();
    }
    return failed;
  }

  private static String line(Source source) {
    var licences = source.takes().stream().map(take -> take.licence()).distinct().toList();
    return "%-18s %-12s %s; %s; %s"
        .formatted(
            source.name(),
            source.kind().toString().toLowerCase(Locale.ROOT),
            source.what(),
            String.join(", ", licences),
            source.origin().text());
  }
}
