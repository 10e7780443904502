package dev.isolator.dataset.command;

import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.soundfont.SoundFont;
import dev.isolator.dataset.synth.SongSynth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator dataset synth`: whole songs with true stems from MIDI and voices.
@Command(
    name = "synth",
    header = "Make songs with true stems from MIDI and voice clips.",
    description =
        "A folder a song (vocals, drums, bass, other, music, mixture; WAV, 16 bits, 44.1 kHz) and manifest.jsonl. The same seed gives the same bytes.")
final class SynthCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MANIFEST", description = "Manifest of voices and MIDI songs.")
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
      description = "Folder for the songs.")
  private Path output = Path.of("");

  @Option(names = "--songs", defaultValue = "10", description = "How many; ${DEFAULT-VALUE}.")
  private int songs;

  @Option(
      names = "--first",
      defaultValue = "0",
      description = "Number of the first, to share out the work; ${DEFAULT-VALUE}.")
  private int first;

  @Option(names = "--seed", defaultValue = "1", description = "${DEFAULT-VALUE} by default.")
  private long seed;

  @Option(
      names = "--split",
      defaultValue = "TRAIN",
      description = "Whose voices and notes: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}.")
  private Split split = Split.TRAIN;

  @Option(
      names = "--seconds",
      defaultValue = "240",
      description = "Longest song; ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--instrumentals",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of songs over a recorded instrumental, 0 to 1; ${DEFAULT-VALUE}.")
  private double instrumentals;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    if (songs < 1 || first < 0) {
      throw new CommandException(
          ExitCode.USAGE,
          "--songs must be at least 1 and --first at least 0, were %d and %d"
              .formatted(songs, first));
    }
    if (!(seconds >= 5 && seconds <= 1800)) {
      throw new CommandException(
          ExitCode.USAGE, "--seconds must be from 5 to 1800, was " + seconds);
    }
    if (!(instrumentals >= 0 && instrumentals <= 1)) {
      throw new CommandException(
          ExitCode.USAGE, "--instrumentals must be from 0 to 1, was " + instrumentals);
    }
    long start = System.nanoTime();
    var defaults = SongSynth.Settings.defaults();
    var synth =
        new SongSynth(
            ManifestFile.read(manifest),
            SoundFont.open(soundFont),
            new SongSynth.Settings(split, seed, seconds, instrumentals, defaults.voiceSeconds()));
    Files.createDirectories(output);
    long ready = System.nanoTime();
    List<Entry> entries;
    try {
      entries =
          IntStream.range(first, first + songs)
              .parallel()
              .mapToObj(
                  i -> {
                    try {
                      return synth.write(i, output);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  })
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    }
    ManifestFile.write(output.resolve("manifest.jsonl"), entries);
    double made = entries.stream().mapToDouble(Entry::duration).sum();
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %d songs, %.0f s, %.0f times real time (voices read in %.1f s)%n",
            output.resolve("manifest.jsonl"),
            entries.size(),
            made,
            made / ((System.nanoTime() - ready) * 1e-9),
            (ready - start) * 1e-9);
    return 0;
  }
}
