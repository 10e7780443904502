package dev.isolator.dataset.command;

import dev.isolator.dataset.manifest.ManifestStats;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `isolator dataset stats`: what is in a manifest.
@Command(name = "stats", header = "Print and plot what is in a manifest.")
final class StatsCommand implements Callable<Integer> {
  @Mixin private final ManifestArgument manifest = new ManifestArgument();

  @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with bars.")
  private @Nullable Path html;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var stats = new ManifestStats(manifest.read());
    spec.commandLine().getOut().print(stats.text());
    if (html != null) {
      AtomicFile.write(html, stats.page());
    }
    return 0;
  }
}
