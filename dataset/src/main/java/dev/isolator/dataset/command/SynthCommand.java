package dev.isolator.dataset.command;

import dev.isolator.audio.Counted;
import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.synth.SongSynth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `isolator dataset synth`: whole songs with true stems from MIDI and voices.
@Command(
    name = "synth",
    header = "Make songs with true stems from MIDI and voice clips.",
    description =
        "Writes one folder per song (vocals, drums, bass, other, music, mixture; WAV, 16 bits, 44.1 kHz) and manifest.jsonl. The same seed gives the same bytes.")
final class SynthCommand implements Callable<Integer> {
  @Mixin private final ManifestArgument manifest = new ManifestArgument();
  @Mixin private final SoundFontOption soundFont = new SoundFontOption();
  @Mixin private final FolderOption output = new FolderOption();
  @Mixin private final SeedOption seed = new SeedOption();
  @Mixin private final SplitOption split = new SplitOption();

  @Option(
      names = "--songs",
      defaultValue = "10",
      description = "Number of songs; ${DEFAULT-VALUE}.")
  private int songs;

  @Option(
      names = "--first",
      defaultValue = "0",
      description =
          "Number of the first song, so that several processes can share the work; ${DEFAULT-VALUE}.")
  private int first;

  @Option(
      names = "--seconds",
      defaultValue = "240",
      description = "Longest song, in seconds; ${DEFAULT-VALUE}.")
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
    if ((long) first + songs > Integer.MAX_VALUE) {
      throw new CommandException(
          ExitCode.USAGE,
          "--first and --songs must add up to at most %d, were %d and %d"
              .formatted(Integer.MAX_VALUE, first, songs));
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
            manifest.read(),
            soundFont.open(),
            new SongSynth.Settings(
                split.value(), seed.value(), seconds, instrumentals, defaults.voiceSeconds()));
    var folder = output.make();
    long ready = System.nanoTime();
    List<Entry> entries;
    try {
      entries =
          IntStream.range(first, first + songs)
              .parallel()
              .mapToObj(
                  i -> {
                    try {
                      return synth.write(i, folder);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  })
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    }
    ManifestFile.write(folder.resolve("manifest.jsonl"), entries);
    double made = entries.stream().mapToDouble(Entry::duration).sum();
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %s, %.0f s, %.0f times real time (voices read in %.1f s)%n",
            folder.resolve("manifest.jsonl"),
            Counted.of(entries.size(), "song"),
            made,
            made / ((System.nanoTime() - ready) * 1e-9),
            (ready - start) * 1e-9);
    return 0;
  }
}
