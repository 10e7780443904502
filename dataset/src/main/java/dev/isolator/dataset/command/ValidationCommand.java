package dev.isolator.dataset.command;

import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.soundfont.SoundFont;
import dev.isolator.dataset.synth.ValidationSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator dataset validation`: the sixty mixes that models are compared on.
@Command(
    name = "validation",
    header = "Make the validation set: 60 mixes of 12 s with their stems.",
    description =
        "From entries of the split validation only. The same manifest, files, soundfont and seed give the same bytes.")
final class ValidationCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MANIFEST", description = "Manifest of voices, instrumentals and MIDI.")
  private Path manifest = Path.of("");

  @Option(
      names = "--soundfont",
      required = true,
      paramLabel = "SF2",
      description = "General-MIDI bank, such as FluidR3_GM.sf2 of Debian's fluid-soundfont-gm.")
  private Path soundFont = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the stems and manifest.jsonl.")
  private Path output = Path.of("");

  @Option(names = "--seed", defaultValue = "1", description = "${DEFAULT-VALUE} by default.")
  private long seed;

  @Option(
      names = "--mixes",
      defaultValue = "60",
      description = "Only the first so many; ${DEFAULT-VALUE} by default.")
  private int mixes;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    if (mixes < 1 || mixes > ValidationSet.MIXES) {
      throw new CommandException(ExitCode.USAGE, "--mixes must be from 1 to 60, was " + mixes);
    }
    var songs =
        ValidationSet.write(
            ManifestFile.read(manifest), SoundFont.open(soundFont), output, seed, mixes);
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %d mixes of 12 s, seed %d%n",
            output.resolve("manifest.jsonl"), songs.size(), seed);
    return 0;
  }
}
