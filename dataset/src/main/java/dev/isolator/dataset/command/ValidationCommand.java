package dev.isolator.dataset.command;

import dev.isolator.audio.Counted;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.synth.ValidationSet;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `isolator dataset validation`: the sixty mixes on which models are compared.
@Command(
    name = "validation",
    header = "Make the validation set: 60 mixes of 12 s with their stems.",
    description =
        "Uses entries of the split validation only. The same manifest, files, soundfont and seed give the same bytes.")
final class ValidationCommand implements Callable<Integer> {
  @Mixin private final ManifestArgument manifest = new ManifestArgument();
  @Mixin private final SoundFontOption soundFont = new SoundFontOption();
  @Mixin private final FolderOption output = new FolderOption();
  @Mixin private final SeedOption seed = new SeedOption();

  @Option(
      names = "--mixes",
      defaultValue = "60",
      description = "Number of mixes, from the first on; ${DEFAULT-VALUE}.")
  private int mixes;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    if (mixes < 1 || mixes > ValidationSet.MIXES) {
      throw new CommandException(ExitCode.USAGE, "--mixes must be from 1 to 60, was " + mixes);
    }
    var folder = output.make();
    var songs = ValidationSet.write(manifest.read(), soundFont.open(), folder, seed.value(), mixes);
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %s of 12 s, seed %d%n",
            folder.resolve("manifest.jsonl"),
            Counted.of(songs.size(), "mix", "mixes"),
            seed.value());
    return 0;
  }
}
