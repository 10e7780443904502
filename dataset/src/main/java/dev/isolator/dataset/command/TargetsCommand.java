package dev.isolator.dataset.command;

import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.target.TargetComparison;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `isolator dataset targets`: the best separation that each mask target allows.
@Command(
    name = "targets",
    header = "Compare mask targets by oracle SDR on a manifest's songs.",
    description = "Medians over songs, in dB; see docs/targets.md.")
final class TargetsCommand implements Callable<Integer> {
  @Mixin private final ManifestArgument manifest = new ManifestArgument();

  @Option(
      names = "--seconds",
      defaultValue = "120",
      description = "Seconds that are used of each song, from its start; ${DEFAULT-VALUE}.")
  private double seconds;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    if (!(seconds > 0 && seconds <= RecordingFile.MAX_SECONDS)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--seconds must be above 0 and at most %d, was %s"
              .formatted(RecordingFile.MAX_SECONDS, seconds));
    }
    var rows = TargetComparison.run(manifest.read(), seconds);
    var out = spec.commandLine().getOut();
    out.printf("%-28s %8s %8s%n", "target", "vocals", "music");
    for (var row : rows) {
      out.printf(
          Locale.ROOT, "%-28s %8.2f %8.2f%n", row.target(), row.vocalsSdrDb(), row.musicSdrDb());
    }
    return 0;
  }
}
