package dev.isolator.dataset.command;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.Counted;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.soundfont.SoundFont;
import dev.isolator.dataset.synth.RecordedValidationSet;
import dev.isolator.dataset.synth.ValidationSet;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `isolator dataset validation`: the mixes on which models are compared.
@Command(
    name = "validation",
    header = "Make a validation set: mixes of 12 s with their stems.",
    description = {
      "With --soundfont the synthetic one: 60 mixes of vocal phrases over instrumentals and rendered MIDI songs. With --recorded the one of recordings as they are: voices over instrumentals, instrumentals alone, and excerpts of songs with stems.",
      "Uses entries of the split validation only. The same manifest, files, soundfont and seed give the same bytes."
    })
final class ValidationCommand implements Callable<Integer> {
  @Mixin private final ManifestArgument manifest = new ManifestArgument();

  @ArgGroup(multiplicity = "1")
  private final Source source = new Source();

  @Mixin private final FolderOption output = new FolderOption();
  @Mixin private final SeedOption seed = new SeedOption();

  @Option(
      names = "--mixes",
      defaultValue = "60",
      description = "Of the synthetic set: number of mixes, from the first on; ${DEFAULT-VALUE}.")
  private int mixes;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  /// What the mixes are made of.
  static final class Source {
    @ArgGroup(exclusive = false)
    private @Nullable SoundFontOption soundFont;

    @Option(names = "--recorded", description = "Recordings only; nothing is rendered.")
    private boolean recorded;

    /// @throws AudioException if it cannot be opened
    SoundFont soundFont() throws AudioException {
      return Objects.requireNonNull(soundFont, "one of both options is required").open();
    }
  }

  @Override
  public Integer call() throws IOException, CommandException {
    if (mixes < 1 || mixes > ValidationSet.MIXES) {
      throw new CommandException(ExitCode.USAGE, "--mixes must be from 1 to 60, was " + mixes);
    }
    var songs = manifest.read();
    var folder = output.make();
    var made =
        source.recorded
            ? RecordedValidationSet.write(songs, folder, seed.value())
            : ValidationSet.write(songs, source.soundFont(), folder, seed.value(), mixes);
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %s of 12 s, seed %d%n",
            folder.resolve("manifest.jsonl"),
            Counted.of(made.size(), "mix", "mixes"),
            seed.value());
    return 0;
  }
}
