package dev.isolator.dataset.command;

import dev.isolator.audio.Counted;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.manifest.ManifestCheck;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `isolator dataset check`: checks a manifest against its files.
@Command(
    name = "check",
    header = "Check a manifest against its files.",
    description =
        "Checks files, hashes, lengths, sums, clipping and licences, and looks for the same sound twice and for an artist in two splits. Prints one line for each finding; exit code 5 if there are any.")
final class CheckCommand implements Callable<Integer> {
  @Mixin private final ManifestArgument manifest = new ManifestArgument();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    var read = manifest.read();
    var findings = ManifestCheck.run(read);
    var out = spec.commandLine().getOut();
    findings.forEach(f -> out.println(f.id() + ": " + f.what()));
    out.printf(
        "%s, %s%n",
        Counted.of(read.entries().size(), "entry", "entries"),
        Counted.of(findings.size(), "finding"));
    return findings.isEmpty() ? 0 : ExitCode.CORRUPT.number();
  }
}
